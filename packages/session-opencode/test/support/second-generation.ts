import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { sampleFile } from "session-test-support/large-sample"
import { onTestFinished } from "vitest"
import { temporaryFolder } from "./stores.ts"

/** The tables of OpenCode 2.0, as its public schema has them. */
const tables = `
  CREATE TABLE IF NOT EXISTS project (id text PRIMARY KEY, worktree text NOT NULL, vcs text, name text, icon_url text,
    icon_url_override text, icon_color text, time_created integer NOT NULL, time_updated integer NOT NULL,
    time_initialized integer, sandboxes text NOT NULL, commands text);
  CREATE TABLE session_v2 (id text PRIMARY KEY, project_id text NOT NULL, workspace_id text, parent_id text,
    fork_session_id text, fork_boundary text, slug text NOT NULL, directory text NOT NULL, path text, title text,
    version text NOT NULL, share_url text, summary_additions integer, summary_deletions integer, summary_files integer,
    summary_diffs text, metadata text, cost real DEFAULT 0 NOT NULL, tokens_input integer DEFAULT 0 NOT NULL,
    tokens_output integer DEFAULT 0 NOT NULL, tokens_reasoning integer DEFAULT 0 NOT NULL,
    tokens_cache_read integer DEFAULT 0 NOT NULL, tokens_cache_write integer DEFAULT 0 NOT NULL, revert text,
    permission text, agent text, model text, time_created integer NOT NULL, time_updated integer NOT NULL,
    time_idle integer, time_viewed integer, idle_outcome text, time_compacting integer, time_archived integer);
  CREATE TABLE session_message (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, seq integer NOT NULL,
    time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL);
  CREATE UNIQUE INDEX session_message_session_seq_idx ON session_message (session_id, seq);`

/** A row of `session_message`, before it is numbered. */
export interface SecondMessage {
  id: string
  type: string
  /** Epoch milliseconds. */
  at: number
  /** When it was last written, if that was later. */
  updated?: number
  data: object
}

/** A database of OpenCode 2.x: a new one, or the sample of 1.x in which 2.x goes on. */
export async function secondDatabase({ upgraded = false } = {}): Promise<Sqlite.Database> {
  const file = join(await temporaryFolder(), "opencode.db")
  if (upgraded) await copyFile(sampleFile, file)
  const database = new Sqlite(file)
  onTestFinished(() => void database.close())
  database.pragma("journal_mode = WAL")
  database.exec("DROP TABLE IF EXISTS session_message")
  database.exec(tables)
  if (upgraded) database.exec("DROP TABLE todo")
  else
    database.exec(
      "INSERT INTO project (id, worktree, time_created, time_updated, sandboxes) VALUES ('p2', '/srv/gadget', 1, 1, '[]')",
    )
  return database
}

/** Adds a session of 2.x; its messages are numbered in their order. */
export function addSecond(
  database: Sqlite.Database,
  {
    id,
    projectId = "p2",
    title = "Of 2.x",
    updated = 1780000001000,
  }: { id: string; projectId?: string; title?: string | null; updated?: number },
  messages: readonly SecondMessage[],
): void {
  database
    .prepare(
      `INSERT INTO session_v2 (id, project_id, slug, directory, path, title, version, time_created, time_updated)
         VALUES (?, ?, 's', '/srv/gadget/src', 'src', ?, '2.0.7', 1780000000000, ?)`,
    )
    .run(id, projectId, title, updated)
  const insert = database.prepare("INSERT INTO session_message VALUES (?, ?, ?, ?, ?, ?, ?)")
  for (const [seq, { id: messageId, type, at, updated: last = at, data }] of messages.entries()) {
    insert.run(messageId, id, type, seq, at, last, JSON.stringify(data))
  }
}

/** One message of each type that 2.x has. */
export const everyType: readonly SecondMessage[] = [
  {
    ...{ id: "msg_user", type: "user", at: 1780000000010 },
    data: {
      ...{ time: { created: 1780000000010 }, text: "Where is the needle?", metadata: { from: "ide" } },
      files: [
        { data: "aGk=", mime: "text/plain", name: "a.txt", source: { type: "inline" } },
        { uri: "file:///srv/gadget/b.png", mime: "image/png" },
      ],
      agents: [{ name: "plan", source: { start: 0, end: 5, text: "@plan" } }],
      skills: [{ id: "sewing", name: "Sewing" }],
    },
  },
  {
    ...{ id: "msg_assistant", type: "assistant", at: 1780000000020, updated: 1780000000900 },
    data: {
      time: { created: 1780000000020, streamed: 1780000000700, completed: 1780000000900 },
      ...{ agent: "build", model: { id: "a-1", providerID: "acme", variant: "high" }, finish: "stop", cost: 0.01 },
      tokens: { input: 12, output: 3, reasoning: 1, cache: { read: 4, write: 5 } },
      content: [
        { type: "reasoning", text: "Look around.", time: { created: 1780000000030, completed: 1780000000040 } },
        {
          ...{ type: "tool", id: "call_1", name: "bash", executed: false },
          time: { created: 1780000000100, ran: 1780000000110, completed: 1780000000200 },
          state: {
            ...{ status: "completed", input: { command: "ls" }, metadata: { exit: 0 } },
            content: [
              { type: "text", text: "haystack.txt" },
              { type: "file", uri: "data:image/png;base64,aGk=", mime: "image/png", name: "s.png" },
            ],
          },
        },
        {
          ...{ type: "tool", id: "call_2", name: "read", time: { created: 1780000000300 } },
          state: { status: "error", input: {}, error: { type: "unknown", message: "no such file" } },
        },
        {
          ...{ type: "tool", id: "call_3", name: "edit", time: { created: 1780000000400 } },
          state: { status: "streaming", input: '{"fi' },
        },
        { type: "text", text: "In the haystack.", native: { id: "n" } },
        { type: "citation", url: "https://example.com" },
      ],
    },
  },
  {
    id: "msg_synthetic",
    type: "synthetic",
    at: 1780000001000,
    data: { time: { created: 1780000001000 }, text: "A file changed.", description: "changed" },
  },
  {
    id: "msg_system",
    type: "system",
    at: 1780000001010,
    data: { time: { created: 1780000001010 }, text: "Be brief." },
  },
  {
    id: "msg_skill",
    type: "skill",
    at: 1780000001020,
    data: { time: { created: 1780000001020 }, skill: "sewing", name: "Sewing", text: "Sew." },
  },
  {
    ...{ id: "msg_shell", type: "shell", at: 1780000001030 },
    data: {
      time: { created: 1780000001030, completed: 1780000001040 },
      shellID: "sh_1",
      command: "pwd",
      status: "exited",
      exit: 0,
      output: { output: "/srv/gadget", truncated: false },
    },
  },
  {
    ...{ id: "msg_compaction", type: "compaction", at: 1780000001050 },
    data: {
      time: { created: 1780000001050 },
      status: "completed",
      reason: "auto",
      summary: "They looked for a needle.",
      recent: "…",
    },
  },
  {
    id: "msg_agent",
    type: "agent-switched",
    at: 1780000001060,
    data: { time: { created: 1780000001060 }, agent: "plan", previous: "build" },
  },
  {
    id: "msg_model",
    type: "model-switched",
    at: 1780000001070,
    data: { time: { created: 1780000001070 }, model: { id: "b-2", providerID: "acme" } },
  },
  {
    id: "msg_place",
    type: "location-switched",
    at: 1780000001080,
    data: { time: { created: 1780000001080 }, location: { directory: "/srv/other" } },
  },
  { id: "msg_idle", type: "idle", at: 1780000001090, data: { time: { created: 1780000001090 }, outcome: "succeeded" } },
  {
    id: "msg_new",
    type: "of-a-newer-version",
    at: 1780000001100,
    data: { time: { created: 1780000001100 }, text: "New.", more: [1] },
  },
]
