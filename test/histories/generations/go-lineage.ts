import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { conversations, textsOf } from "../conversation.ts"
import { type Row, writeDatabase } from "../database.ts"
import { type Generation, nothing } from "../generation.ts"

const schema = (isCrush: boolean) => `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, parent_session_id TEXT, title TEXT NOT NULL, message_count INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0.0,
    updated_at INTEGER NOT NULL, created_at INTEGER NOT NULL, summary_message_id TEXT${isCrush ? ", todos TEXT" : ""});
  CREATE TABLE messages (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, role TEXT NOT NULL, parts TEXT NOT NULL DEFAULT '[]',
    model TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, finished_at INTEGER
    ${isCrush ? ", provider TEXT, is_summary_message INTEGER DEFAULT 0 NOT NULL" : ""});
  CREATE INDEX idx_messages_session_id ON messages (session_id);
  CREATE TABLE files (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, path TEXT NOT NULL, content TEXT NOT NULL,
    version ${isCrush ? "INTEGER NOT NULL DEFAULT 0" : "TEXT NOT NULL"}, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    UNIQUE (path, session_id, version));
  ${isCrush ? "CREATE TABLE read_files (session_id TEXT NOT NULL, path TEXT NOT NULL, read_at INTEGER NOT NULL);" : ""}`

/** A database of the lineage. Its messages do not say what they cost: that has a message of its own here, and no part. */
const generation = (name: string, place: readonly string[], isCrush: boolean): Generation => ({
  name,
  kind: "database",
  write(folder, size) {
    const path = join(folder, ...place)
    mkdirSync(join(path, ".."), { recursive: true })
    const counts = nothing()
    const texts: string[] = []
    writeDatabase(path, schema(isCrush), (insert) => {
      for (const conversation of conversations(size)) {
        const { number, title, todos, turns } = conversation
        const id = `s${number}`
        const seconds = (milliseconds: number) => milliseconds / 1000
        const list = todos.map((content) => ({ content, status: "pending", active_form: content }))
        insert("sessions", {
          ...{ id, title, cost: 0.5, prompt_tokens: 10, completion_tokens: 5 },
          ...{ created_at: seconds(turns[0]?.at ?? 0), updated_at: seconds(turns.at(-1)?.at ?? 0) + 3 },
          ...(isCrush ? { todos: list } : {}),
        })
        counts.sessions += 1
        counts.messages += 1
        if (isCrush) counts.todos += todos.length
        for (const [index, { at, question, thought, command, output, answer }] of turns.entries()) {
          const message = (which: number, role: string, parts: Row[]) => {
            const time = seconds(at) + which
            insert("messages", {
              ...{
                id: `m${number}-${index}-${which}`,
                session_id: id,
                role,
                parts: parts.map(({ type, ...data }) => ({ type, data })),
              },
              ...{ created_at: time, updated_at: time, finished_at: time, model: role === "assistant" ? "a-1" : null },
              ...(isCrush && role === "assistant" ? { provider: "acme" } : {}),
            })
            counts.messages += 1
            counts.parts += parts.length
          }
          const call = { id: `call_${index}`, name: "bash", input: JSON.stringify({ command }), finished: true }
          message(0, "user", [
            { type: "text", text: question },
            { type: "binary", Path: "a.png", MIMEType: "image/png", Data: "iVBORw0KGgo=" },
          ])
          message(1, "assistant", [
            { type: "reasoning", thinking: thought },
            { type: "tool_call", ...call },
          ])
          message(2, "tool", [
            { type: "tool_result", tool_call_id: call.id, name: "bash", content: output, is_error: false },
          ])
          message(3, "assistant", [
            { type: "text", text: answer },
            { type: "finish", reason: "end_turn", time: seconds(at) },
          ])
        }
        texts.push(...textsOf(isCrush ? conversation : { ...conversation, todos: [] }))
      }
    })
    return { path, counts, texts }
  },
})

/** The older OpenCode, written in Go. */
export const openCodeInGo = generation("OpenCode in Go, database", [".opencode", "opencode.db"], false)

/** Crush, which goes on from it. */
export const crush = generation("Crush, database", [".crush", "crush.db"], true)
