import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Conversation, conversations, textsOf, folder as workFolder } from "../conversation.ts"
import { type Row, writeDatabase } from "../database.ts"
import { type Counts, type Generation, nothing } from "../generation.ts"
import { countFirst, firstSchema, firstSession, insertFirst, projectRow } from "./opencode-first.ts"

/** The tables that 2.0 adds. */
const secondSchema = `
  CREATE TABLE session_v2 (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, workspace_id TEXT, parent_id TEXT, fork_session_id TEXT,
    fork_boundary TEXT, slug TEXT NOT NULL, directory TEXT NOT NULL, path TEXT, title TEXT, version TEXT NOT NULL, metadata TEXT,
    cost REAL DEFAULT 0 NOT NULL, revert TEXT, agent TEXT, model TEXT, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL,
    time_idle INTEGER, time_viewed INTEGER, idle_outcome TEXT, time_compacting INTEGER, time_archived INTEGER);
  CREATE TABLE session_message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, type TEXT NOT NULL, seq INTEGER NOT NULL,
    time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE UNIQUE INDEX session_message_seq_idx ON session_message (session_id, seq);`

interface SecondMessage {
  id: string
  type: string
  at: number
  data: Row
}

interface SecondSession {
  id: string
  title: string
  at: number
  updated: number
  messages: SecondMessage[]
}

/** What 2.x makes of a conversation: two messages a turn, the second one with three pieces. */
function secondSession({ number, title, turns }: Conversation): SecondSession {
  const id = `ses_s${String(number).padStart(6, "0")}`
  const messages = turns.flatMap((turn, index): SecondMessage[] => {
    const { at, question, thought, command, output, answer } = turn
    const messageId = `msg_s${String(number * 10_000 + index).padStart(9, "0")}`
    const time = { created: at, ran: at, completed: at + 1000 }
    const state = { status: "completed", input: { command }, content: [{ type: "text", text: output }], metadata: {} }
    const tokens = { input: 10, output: 5, reasoning: 1, cache: { read: 2, write: 0 } }
    return [
      { id: `${messageId}u`, type: "user", at, data: { time: { created: at }, text: question } },
      {
        ...{ id: `${messageId}a`, type: "assistant", at: at + 1000 },
        data: {
          ...{ time: { created: at + 1000, completed: at + 2000 }, agent: "build", finish: "stop", cost: 0.01, tokens },
          model: { id: "a-1", providerID: "acme" },
          content: [
            { type: "reasoning", text: thought },
            { type: "tool", id: `call_${index}`, name: "bash", time, state },
            { type: "text", text: answer },
          ],
        },
      },
    ]
  })
  return { id, title, messages, at: turns[0]?.at ?? 0, updated: (turns.at(-1)?.at ?? 0) + 2000 }
}

function insertSecond(insert: (table: string, row: Row) => void, session: SecondSession): void {
  const { id, title, at, updated, messages } = session
  insert("session_v2", {
    ...{ id, project_id: "p1", slug: "s", directory: workFolder, path: "", title, version: "2.0.7" },
    ...{ time_created: at, time_updated: updated },
  })
  for (const [seq, message] of messages.entries()) {
    const times = { time_created: message.at, time_updated: message.at }
    insert("session_message", { id: message.id, session_id: id, type: message.type, seq, ...times, data: message.data })
  }
}

function countSecond(counts: Counts, { messages }: SecondSession): void {
  counts.sessions += 1
  counts.messages += messages.length
  counts.parts += 2 * messages.length
}

/** A new database of 2.x. */
export const secondDatabase: Generation = {
  name: "OpenCode 2.x, database",
  kind: "database",
  write(folder, size) {
    const path = join(folder, "opencode.db")
    const counts = nothing()
    const texts: string[] = []
    const [projectTable = ""] = firstSchema.split(";")
    writeDatabase(path, `${projectTable};${secondSchema}`, (insert) => {
      insert("project", projectRow)
      for (const conversation of conversations(size)) {
        const session = secondSession(conversation)
        insertSecond(insert, session)
        countSecond(counts, session)
        texts.push(...textsOf({ ...conversation, todos: [] }))
      }
    })
    return { path, counts, texts }
  },
}

/** A database of 1.x in which 2.x goes on: sessions of both, and some that both have and only 2.x has gone on with. */
export const upgradedDatabase: Generation = {
  name: "OpenCode 1.x, gone on by 2.x",
  kind: "database",
  write(folder, size) {
    const path = join(folder, "opencode.db")
    const counts = nothing()
    const texts: string[] = []
    writeDatabase(path, `${firstSchema}${secondSchema}`, (insert) => {
      insert("project", projectRow)
      for (const conversation of conversations(size)) {
        const first = firstSession(conversation)
        insertFirst(insert, first)
        countFirst(counts, first)
        texts.push(...textsOf(conversation))
        const isNew = conversation.number % 2 === 1
        const later = { ...conversation, title: isNew ? `title ${conversation.number}-second` : first.title }
        const texted = conversation.turns.map((turn) => ({
          ...turn,
          ...{
            question: `second ${turn.question}`,
            thought: `second ${turn.thought}`,
            command: `second ${turn.command}`,
          },
          ...{ output: `second ${turn.output}`, answer: `second ${turn.answer}`, at: turn.at + 3_600_000 },
        }))
        const second = secondSession({ ...later, turns: texted })
        insertSecond(insert, isNew ? second : { ...second, id: first.id })
        countSecond(counts, second)
        // A session that both have is one.
        if (!isNew) counts.sessions -= 1
        texts.push(...textsOf({ ...later, turns: texted, todos: [] }))
      }
    })
    return { path, counts, texts }
  },
}

/** What `opencode export` of 2.x prints: one session. */
export const secondExport: Generation = {
  name: "OpenCode 2.x, export",
  kind: "export",
  write(folder, size) {
    const path = join(folder, "export.json")
    const [conversation] = conversations({ ...size, sessions: 1, turns: size.turns * size.sessions })
    if (conversation === undefined) throw new Error("An export has a session.")
    const session = secondSession(conversation)
    const { id, title, at, updated, messages } = session
    const info = {
      ...{ id, projectID: "p1", title, version: "2.0.7", location: { directory: workFolder } },
      time: { created: at, updated },
    }
    const content = {
      info,
      messages: messages.map(({ id: messageId, type, data }) => ({ id: messageId, type, ...data })),
    }
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
    const counts = nothing()
    countSecond(counts, session)
    return { path, counts, texts: textsOf({ ...conversation, todos: [] }) }
  },
}
