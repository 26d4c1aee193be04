import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Conversation, conversations, textsOf, folder as workFolder } from "../conversation.ts"
import { type Row, writeDatabase } from "../database.ts"
import { type Generation, nothing } from "../generation.ts"

/** The tables of 1.2, the first version with a database. Later versions of 1.x have added columns. */
export const firstSchema = `
  CREATE TABLE project (id TEXT PRIMARY KEY, worktree TEXT NOT NULL, vcs TEXT, name TEXT, icon_url TEXT, icon_color TEXT,
    time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, time_initialized INTEGER, sandboxes TEXT NOT NULL);
  CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, parent_id TEXT, slug TEXT NOT NULL, directory TEXT NOT NULL,
    title TEXT NOT NULL, version TEXT NOT NULL, share_url TEXT, summary_additions INTEGER, summary_deletions INTEGER,
    summary_files INTEGER, summary_diffs TEXT, revert TEXT, permission TEXT, time_created INTEGER NOT NULL,
    time_updated INTEGER NOT NULL, time_compacting INTEGER, time_archived INTEGER);
  CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL,
    data TEXT NOT NULL);
  CREATE INDEX message_session_idx ON message (session_id);
  CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT NOT NULL, session_id TEXT NOT NULL, time_created INTEGER NOT NULL,
    time_updated INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE INDEX part_session_idx ON part (session_id);
  CREATE INDEX part_message_idx ON part (message_id);
  CREATE TABLE todo (session_id TEXT NOT NULL, content TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
    position INTEGER NOT NULL, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, PRIMARY KEY (session_id, position));`

/** The project that all sessions are in. */
export const projectRow: Row = {
  id: "p1",
  worktree: workFolder,
  vcs: "git",
  time_created: 1,
  time_updated: 1,
  sandboxes: [],
}

/** Fixed, ascending and unique, as OpenCode's ids are. */
const idOf = (kind: string, ...numbers: number[]): string =>
  `${kind}_${numbers.map((number) => String(number).padStart(5, "0")).join("")}`

/** A message with its parts, as 1.x says it. */
export interface FirstMessage {
  id: string
  at: number
  data: Row
  parts: { id: string; data: Row }[]
}

/** A session, as 1.x says it. */
export interface FirstSession {
  id: string
  title: string
  at: number
  updated: number
  messages: FirstMessage[]
  todos: readonly string[]
}

/** What 1.x makes of a conversation. `prefix` tells several histories in one file apart. */
export function firstSession({ number, title, todos, turns }: Conversation, prefix = ""): FirstSession {
  const id = `${idOf("ses", number)}${prefix}`
  const messages = turns.flatMap((turn, index): FirstMessage[] => {
    const { at, question, thought, command, output, answer } = turn
    const [userId, replyId] = [0, 1].map((which) => `${idOf("msg", number, index, which)}${prefix}`) as [string, string]
    const part = (message: string, which: number, data: Row) => ({ id: message.replace("msg", "prt") + which, data })
    const call = { tool: "bash", callID: `call_${number}_${index}` }
    const state = {
      status: "completed",
      input: { command },
      output,
      title: "",
      metadata: {},
      time: { start: at, end: at },
    }
    const tokens = { input: 10, output: 5, reasoning: 1, cache: { read: 2, write: 0 } }
    const model = { providerID: "acme", modelID: "a-1" }
    return [
      {
        ...{ id: userId, at, data: { role: "user", time: { created: at }, agent: "build", model } },
        parts: [part(userId, 0, { type: "text", text: question })],
      },
      {
        ...{ id: replyId, at: at + 1000 },
        data: {
          ...{ role: "assistant", parentID: userId, mode: "build", agent: "build", ...model, cost: 0.01, tokens },
          ...{ path: { cwd: workFolder, root: workFolder }, time: { created: at + 1000, completed: at + 2000 } },
        },
        parts: [
          part(replyId, 0, { type: "step-start" }),
          part(replyId, 1, { type: "reasoning", text: thought, time: { start: at, end: at } }),
          part(replyId, 2, { type: "tool", ...call, state }),
          part(replyId, 3, { type: "text", text: answer }),
          part(replyId, 4, { type: "step-finish", reason: "stop", cost: 0.01, tokens }),
        ],
      },
    ]
  })
  return { id, title, messages, todos, at: turns[0]?.at ?? 0, updated: (turns.at(-1)?.at ?? 0) + 2000 }
}

/** Writes a session of 1.x into its tables. */
export function insertFirst(insert: (table: string, row: Row) => void, session: FirstSession): void {
  const { id, title, at, updated, messages, todos } = session
  const times = { time_created: at, time_updated: updated }
  insert("session", { id, project_id: "p1", slug: "s", directory: workFolder, title, version: "1.18.0", ...times })
  for (const message of messages) {
    const written = { session_id: id, time_created: message.at, time_updated: message.at }
    insert("message", { id: message.id, ...written, data: message.data })
    for (const part of message.parts)
      insert("part", { id: part.id, message_id: message.id, ...written, data: part.data })
  }
  for (const [position, content] of todos.entries())
    insert("todo", { session_id: id, content, status: "pending", priority: "high", position, ...times })
}

/** Adds what a session of 1.x has to counts. */
export function countFirst(counts: ReturnType<typeof nothing>, { messages, todos }: FirstSession): void {
  counts.sessions += 1
  counts.messages += messages.length
  counts.parts += messages.reduce((sum, { parts }) => sum + parts.length, 0)
  counts.todos += todos.length
}

/** The database of 1.2 to 1.18. */
export const firstDatabase: Generation = {
  name: "OpenCode 1.2 to 1.18, database",
  kind: "database",
  write(folder, size) {
    const path = join(folder, "opencode.db")
    const counts = nothing()
    const texts: string[] = []
    writeDatabase(path, firstSchema, (insert) => {
      insert("project", projectRow)
      for (const conversation of conversations(size)) {
        const session = firstSession(conversation)
        insertFirst(insert, session)
        countFirst(counts, session)
        texts.push(...textsOf(conversation))
      }
    })
    return { path, counts, texts }
  },
}

/** The files of 0.6 to 1.1. */
export const storageFolder: Generation = {
  name: "OpenCode 0.6 to 1.1, JSON files",
  kind: "folder",
  write(folder, size) {
    const path = join(folder, "storage")
    const counts = nothing()
    const texts: string[] = []
    const write = (name: string, value: object) => {
      const file = join(path, `${name}.json`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(value))
    }
    write("project/p1", { id: "p1", worktree: workFolder, vcs: "git", time: { created: 1 }, sandboxes: [] })
    for (const conversation of conversations(size)) {
      const session = firstSession(conversation)
      const { id, title, at, updated, messages, todos } = session
      const time = { created: at, updated }
      write(`session/p1/${id}`, { id, projectID: "p1", directory: workFolder, title, version: "1.1.0", time })
      for (const message of messages) {
        write(`message/${id}/${message.id}`, { id: message.id, sessionID: id, ...message.data })
        for (const part of message.parts)
          write(`part/${message.id}/${part.id}`, { id: part.id, sessionID: id, messageID: message.id, ...part.data })
      }
      write(
        `todo/${id}`,
        todos.map((content, index) => ({ id: `${index}`, content, status: "pending", priority: "high" })),
      )
      countFirst(counts, session)
      texts.push(...textsOf(conversation))
    }
    return { path, counts, texts }
  },
}

/** The first layout, in which parts stand within their message. */
export const firstStorageFolder: Generation = {
  name: "OpenCode before 0.6, JSON files",
  kind: "folder",
  write(folder, size) {
    const path = join(folder, "storage")
    const counts = nothing()
    const texts: string[] = []
    const write = (name: string, value: object) => {
      const file = join(path, `${name}.json`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(value))
    }
    for (const conversation of conversations(size)) {
      const { id, title, at, updated, messages } = firstSession(conversation)
      write(`session/info/${id}`, { id, title, version: "0.1.0", time: { created: at, updated } })
      for (const { id: messageId, at: created, data, parts } of messages) {
        const metadata = { time: { created }, sessionID: id, tool: {} }
        const inline = parts.map(({ data: part }) => part)
        write(`session/message/${id}/${messageId}`, { id: messageId, role: data.role, parts: inline, metadata })
        counts.messages += 1
        counts.parts += inline.length
      }
      counts.sessions += 1
      texts.push(...textsOf(conversation).filter((text) => !text.startsWith("todo")))
    }
    return { path, counts, texts }
  },
}

/** What `opencode export` of 1.x prints: one session. */
export const firstExport: Generation = {
  name: "OpenCode 1.x, export",
  kind: "export",
  write(folder, size) {
    const path = join(folder, "export.json")
    const [conversation] = conversations({ ...size, sessions: 1, turns: size.turns * size.sessions })
    if (conversation === undefined) throw new Error("An export has a session.")
    const session = firstSession(conversation)
    const { id, title, at, updated, messages } = session
    const time = { created: at, updated }
    const info = { id, slug: "s", projectID: "p1", directory: workFolder, path: "", title, version: "1.18.0", time }
    const content = {
      info,
      messages: messages.map(({ id: messageId, data, parts }) => ({
        info: { id: messageId, sessionID: id, ...data },
        parts: parts.map((part) => ({ id: part.id, sessionID: id, messageID: messageId, ...part.data })),
      })),
    }
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
    const counts = nothing()
    countFirst(counts, { ...session, todos: [] })
    // An export has no to-dos.
    return { path, counts, texts: textsOf({ ...conversation, todos: [] }) }
  },
}
