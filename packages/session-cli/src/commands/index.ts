import type { CommandEntry } from "../program/command-module.ts"

const browse = "Browse:"
const change = "Change:"
const move = "Bring in and out:"
const lookAfter = "Look after:"

/** All commands, in the order in which the help lists them. */
export const commandEntries: readonly CommandEntry[] = [
  { usage: "list", summary: "list sessions, last changed first", group: browse, load: () => import("./list.ts") },
  {
    usage: "show <session>",
    summary: "show a session with its messages",
    group: browse,
    load: () => import("./show.ts"),
  },
  {
    usage: "search <text...>",
    summary: "find text in titles, messages and tool calls",
    group: browse,
    load: () => import("./search.ts"),
  },
  {
    usage: "watch [session]",
    summary: "print changes as they happen",
    group: browse,
    load: () => import("./watch.ts"),
  },
  { usage: "projects", summary: "list projects, or merge two", group: browse, load: () => import("./projects.ts") },
  {
    usage: "stats",
    summary: "count sessions, messages, tokens and cost",
    group: browse,
    load: () => import("./stats.ts"),
  },
  {
    usage: "rename <session> <title>",
    summary: "give a session a title",
    group: change,
    load: () => import("./rename.ts"),
  },
  {
    usage: "fork <session>",
    summary: "copy a session, to go on differently",
    group: change,
    load: () => import("./fork.ts"),
  },
  {
    usage: "archive <session...>",
    summary: "put sessions away, out of the list",
    group: change,
    load: () => import("./archive.ts"),
  },
  {
    usage: "unarchive <session...>",
    summary: "bring archived sessions back into the list",
    group: change,
    load: () => import("./unarchive.ts"),
  },
  {
    usage: "delete <session...>",
    summary: "hide sessions; restore brings them back",
    group: change,
    load: () => import("./delete.ts"),
  },
  {
    usage: "restore <session...>",
    summary: "bring deleted sessions back",
    group: change,
    load: () => import("./restore.ts"),
  },
  {
    usage: "purge <session...>",
    summary: "remove sessions for good",
    group: change,
    load: () => import("./purge.ts"),
  },
  {
    usage: "prune",
    summary: "remove sessions for good that were deleted long ago",
    group: change,
    load: () => import("./prune.ts"),
  },
  {
    usage: "import <file>",
    summary: "bring sessions in from OpenCode or from an export",
    group: move,
    load: () => import("./import.ts"),
  },
  {
    usage: "export [session...]",
    summary: "write sessions as JSON Lines or in OpenCode's format",
    group: move,
    load: () => import("./export.ts"),
  },
  { usage: "copy", summary: "copy sessions to another store, verified", group: move, load: () => import("./copy.ts") },
  {
    usage: "config",
    summary: "show what is configured and where, or trust a file",
    group: lookAfter,
    load: () => import("./config.ts"),
  },
  {
    usage: "migrate",
    summary: "bring the database's schema up to date",
    group: lookAfter,
    load: () => import("./migrate.ts"),
  },
  {
    usage: "doctor",
    summary: "check everything, and say what is wrong",
    group: lookAfter,
    load: () => import("./doctor.ts"),
  },
]
