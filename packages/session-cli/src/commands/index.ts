import type { CommandEntry } from "../context/command-module.ts"
import * as archive from "./archive.ts"
import * as config from "./config.ts"
import * as copy from "./copy.ts"
import * as deleteSessions from "./delete.ts"
import * as doctor from "./doctor.ts"
import * as exportSessions from "./export.ts"
import * as fork from "./fork.ts"
import * as importSessions from "./import.ts"
import * as list from "./list.ts"
import * as migrate from "./migrate.ts"
import * as mirror from "./mirror.ts"
import * as moveSessions from "./move.ts"
import { pin, unpin } from "./pin.ts"
import * as projects from "./projects.ts"
import * as prune from "./prune.ts"
import * as pull from "./pull.ts"
import * as purge from "./purge.ts"
import * as push from "./push.ts"
import * as rename from "./rename.ts"
import * as restore from "./restore.ts"
import * as search from "./search.ts"
import * as show from "./show.ts"
import * as stats from "./stats.ts"
import { tag, untag } from "./tag.ts"
import * as unarchive from "./unarchive.ts"
import * as watch from "./watch.ts"

const browse = "Browse:"
const change = "Change:"
const move = "Bring in and out:"
const lookAfter = "Look after:"

/** All commands, in the order in which the help lists them. */
export const commandEntries: readonly CommandEntry[] = [
  { usage: "list", summary: "list sessions, last changed first", group: browse, module: list },
  {
    usage: "show <session>",
    summary: "show a session with its messages",
    group: browse,
    module: show,
  },
  {
    usage: "search <text...>",
    summary: "find text in titles, messages and tool calls",
    group: browse,
    module: search,
  },
  {
    usage: "watch [session]",
    summary: "print changes as they happen",
    group: browse,
    module: watch,
  },
  { usage: "projects", summary: "list projects, or merge two", group: browse, module: projects },
  {
    usage: "stats",
    summary: "count sessions, messages, tokens and cost",
    group: browse,
    module: stats,
  },
  {
    usage: "rename <session> <title>",
    summary: "give a session a title",
    group: change,
    module: rename,
  },
  {
    usage: "fork <session>",
    summary: "copy a session, to go on differently",
    group: change,
    module: fork,
  },
  {
    usage: "move <session...>",
    summary: "move sessions to another project",
    group: change,
    module: moveSessions,
  },
  {
    usage: "pin <session...>",
    summary: "keep sessions at the top of the list",
    group: change,
    module: pin,
  },
  {
    usage: "unpin <session...>",
    summary: "take pins back",
    group: change,
    module: unpin,
  },
  {
    usage: "tag <session> <tag...>",
    summary: "give a session tags, to find it by",
    group: change,
    module: tag,
  },
  {
    usage: "untag <session> <tag...>",
    summary: "take tags back",
    group: change,
    module: untag,
  },
  {
    usage: "archive <session...>",
    summary: "put sessions away, out of the list",
    group: change,
    module: archive,
  },
  {
    usage: "unarchive <session...>",
    summary: "bring archived sessions back into the list",
    group: change,
    module: unarchive,
  },
  {
    usage: "delete <session...>",
    summary: "hide sessions; restore brings them back",
    group: change,
    module: deleteSessions,
  },
  {
    usage: "restore <session...>",
    summary: "bring deleted sessions back",
    group: change,
    module: restore,
  },
  {
    usage: "purge <session...>",
    summary: "remove sessions for good",
    group: change,
    module: purge,
  },
  {
    usage: "prune",
    summary: "remove sessions for good that were deleted long ago",
    group: change,
    module: prune,
  },
  {
    usage: "import [file...]",
    summary: "import sessions of OpenCode and other agents, or an export",
    group: move,
    module: importSessions,
  },
  {
    usage: "export [session...]",
    summary: "write sessions as JSON Lines or in OpenCode's format",
    group: move,
    module: exportSessions,
  },
  {
    usage: "pull <session>",
    summary: "go on with a session in this machine's OpenCode",
    group: move,
    module: pull,
  },
  {
    usage: "push <session>",
    summary: "send one session of this machine's OpenCode to the store",
    group: move,
    module: push,
  },
  { usage: "copy", summary: "copy sessions to another store, verified", group: move, module: copy },
  {
    usage: "mirror [database]",
    summary: "send what OpenCode writes to the store, while it writes it",
    group: move,
    module: mirror,
  },
  {
    usage: "config",
    summary: "show what is configured and where, or trust a file",
    group: lookAfter,
    module: config,
  },
  {
    usage: "migrate",
    summary: "bring the database's schema up to date",
    group: lookAfter,
    module: migrate,
  },
  {
    usage: "doctor",
    summary: "check everything, and say what is wrong",
    group: lookAfter,
    module: doctor,
  },
]
