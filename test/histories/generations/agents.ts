import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Conversation, conversations, textsOf, folder as workFolder } from "../conversation.ts"
import { writeDatabase } from "../database.ts"
import { type Counts, type Generation, nothing } from "../generation.ts"

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
const uuid = (kind: number, ...numbers: number[]) =>
  `0199a213-${String(kind).padStart(4, "0")}-7800-8aa1-${numbers.map((number) => String(number).padStart(6, "0")).join("")}`

/** A program that keeps a file of JSON Lines for each session, in a folder that it is given. */
function linesOfAgent(
  name: string,
  place: string,
  fileOf: (conversation: Conversation) => string,
  linesOf: (conversation: Conversation, counts: Counts) => object[],
  hasTodos = false,
): Generation {
  return {
    name,
    kind: "lines",
    write(folder, size) {
      const path = join(folder, place)
      const counts = nothing()
      const texts: string[] = []
      for (const conversation of conversations(size)) {
        const file = join(path, fileOf(conversation))
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(
          file,
          linesOf(conversation, counts)
            .map((line) => `${JSON.stringify(line)}\n`)
            .join(""),
        )
        counts.sessions += 1
        texts.push(...textsOf(hasTodos ? conversation : { ...conversation, todos: [] }))
      }
      return { path, counts, texts }
    },
  }
}

/** A line for each block of a reply; two blocks with one id are one message, and a result is part of its call. */
export const claudeCode = linesOfAgent(
  "Claude Code",
  "projects",
  ({ number }) => join("-srv-widget", `${uuid(1, number, 0)}.jsonl`),
  ({ number, title, todos, turns }, counts) => {
    const sessionId = uuid(1, number, 0)
    let parentUuid: string | null = null
    let line = 0
    const lines: object[] = [{ type: "custom-title", customTitle: title, sessionId }]
    const add = (type: string, at: number, message: object) => {
      const id = uuid(2, number, line)
      line += 1
      lines.push({
        ...{ parentUuid, isSidechain: false, userType: "external", cwd: workFolder, sessionId, version: "2.1.0", type },
        ...{ message, uuid: id, timestamp: iso(at) },
      })
      parentUuid = id
    }
    const usage = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 2, cache_creation_input_tokens: 0 }
    const reply = (id: string, content: object[]) => ({
      ...{ id, type: "message", role: "assistant", model: "a-1", content, usage, stop_reason: null },
    })
    const input = { todos: todos.map((content) => ({ content, status: "pending", activeForm: content })) }
    for (const [index, { at, question, thought, command, output, answer }] of turns.entries()) {
      const [first, second] = [`msg_${number}_${index}_a`, `msg_${number}_${index}_b`]
      add("user", at, { role: "user", content: question })
      add("assistant", at + 1000, reply(first, [{ type: "thinking", thinking: thought, signature: "s" }]))
      const call = { type: "tool_use", id: `toolu_${number}_${index}`, name: "Bash", input: { command } }
      add("assistant", at + 2000, reply(first, [call]))
      const result = { type: "tool_result", tool_use_id: call.id, content: output }
      add("user", at + 3000, { role: "user", content: [result] })
      const isLast = index === turns.length - 1
      const list = { type: "tool_use", id: `toolu_${number}_todo`, name: "TodoWrite", input }
      add("assistant", at + 4000, reply(second, [{ type: "text", text: answer }, ...(isLast ? [list] : [])]))
      counts.messages += 3
      counts.parts += isLast ? 5 : 4
      if (isLast) counts.todos += todos.length
    }
    // The title.
    counts.messages += 1
    counts.parts += 1
    return lines
  },
  true,
)

/** A question and a reply a turn; what is no conversation is an event. */
export const codex = linesOfAgent(
  "Codex CLI",
  ".codex",
  ({ number }) => join("sessions/2026/03/01", `rollout-2026-03-01T09-00-00-${uuid(3, number, 0)}.jsonl`),
  ({ number, title, turns }, counts) => {
    const lines: object[] = []
    const add = (at: number, type: string, payload: object) => lines.push({ timestamp: iso(at), type, payload })
    const item = (at: number, payload: object) => add(at, "response_item", payload)
    const [first] = turns
    const id = uuid(3, number, 0)
    add(first?.at ?? 0, "session_meta", { id, timestamp: iso(first?.at ?? 0), cwd: workFolder, cli_version: "0.144.0" })
    add(first?.at ?? 0, "event_msg", { type: "thread_name_updated", thread_name: title })
    counts.messages += 1
    counts.parts += 2
    for (const [index, { at, question, thought, command, output, answer }] of turns.entries()) {
      const callId = `call_${number}_${index}`
      const spent = {
        input_tokens: 10,
        cached_input_tokens: 2,
        output_tokens: 5,
        reasoning_output_tokens: 1,
        total_tokens: 15,
      }
      const total = Object.fromEntries(Object.entries(spent).map(([name, count]) => [name, count * (index + 1)]))
      add(at, "turn_context", { cwd: workFolder, model: "a-1" })
      item(at, { type: "message", role: "user", content: [{ type: "input_text", text: question }] })
      item(at + 1000, { type: "reasoning", summary: [{ type: "summary_text", text: thought }] })
      item(at + 2000, { type: "function_call", name: "shell", arguments: JSON.stringify({ command }), call_id: callId })
      item(at + 3000, { type: "function_call_output", call_id: callId, output })
      item(at + 4000, { type: "message", role: "assistant", content: [{ type: "output_text", text: answer }] })
      add(at + 5000, "event_msg", { type: "token_count", info: { total_token_usage: total, last_token_usage: spent } })
      counts.messages += 2
      counts.parts += 6
    }
    return lines
  },
)

/** A question and a reply a turn, with its thoughts and its calls. */
export const geminiCli = linesOfAgent(
  "Gemini CLI",
  ".gemini/tmp",
  ({ number }) => join("widget/chats", `session-2026-03-01T09-00-${uuid(4, number, 0).slice(-8)}.jsonl`),
  ({ number, title, turns }, counts) => {
    const [first] = turns
    const sessionId = uuid(4, number, 0)
    const startTime = iso(first?.at ?? 0)
    const head = {
      sessionId,
      projectHash: "0".repeat(64),
      startTime,
      lastUpdated: startTime,
      kind: "main",
      summary: title,
    }
    const lines: object[] = [head]
    for (const [index, { at, question, thought, command, output, answer }] of turns.entries()) {
      const callId = `bash-${number}-${index}`
      const functionResponse = { id: callId, name: "bash", response: { output } }
      lines.push({ id: `u-${number}-${index}`, timestamp: iso(at), type: "user", content: [{ text: question }] })
      lines.push({
        ...{ id: `g-${number}-${index}`, timestamp: iso(at + 1000), type: "gemini", content: answer, model: "a-1" },
        thoughts: [{ subject: "", description: thought, timestamp: iso(at) }],
        tokens: { input: 10, output: 5, cached: 2, thoughts: 1, tool: 0, total: 16 },
        toolCalls: [
          {
            ...{ id: callId, name: "bash", args: { command }, status: "success", timestamp: iso(at + 500) },
            result: [{ functionResponse }],
          },
        ],
      })
      counts.messages += 2
      counts.parts += 4
    }
    return lines
  },
)

/** Its database. A result is part of its call, and what a session took has a message of its own. */
export const goose: Generation = {
  name: "Goose, database",
  kind: "database",
  write(folder, size) {
    const path = join(folder, "sessions.db")
    const counts = nothing()
    const texts: string[] = []
    const schema = `
      CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
        user_set_name BOOLEAN DEFAULT FALSE, session_type TEXT NOT NULL DEFAULT 'user', working_dir TEXT NOT NULL, created_at TIMESTAMP,
        updated_at TIMESTAMP, extension_data TEXT DEFAULT '{}', total_tokens INTEGER, input_tokens INTEGER, output_tokens INTEGER,
        accumulated_total_tokens INTEGER, accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER, schedule_id TEXT,
        recipe_json TEXT, user_recipe_values_json TEXT, provider_name TEXT, model_config_json TEXT);
      CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT, session_id TEXT NOT NULL, role TEXT NOT NULL,
        content_json TEXT NOT NULL, created_timestamp INTEGER NOT NULL, timestamp TIMESTAMP, tokens INTEGER, metadata_json TEXT);
      CREATE INDEX idx_messages_session ON messages (session_id);`
    writeDatabase(path, schema, (insert) => {
      for (const conversation of conversations(size)) {
        const { number, title, turns } = conversation
        const id = `20260301_${number}`
        const time = (milliseconds: number) => iso(milliseconds).slice(0, 19).replace("T", " ")
        insert("sessions", {
          ...{
            id,
            name: title,
            working_dir: workFolder,
            provider_name: "acme",
            model_config_json: { model_name: "a-1" },
          },
          ...{ created_at: time(turns[0]?.at ?? 0), updated_at: time(turns.at(-1)?.at ?? 0) },
          ...{ accumulated_input_tokens: 10 * turns.length, accumulated_output_tokens: 5 * turns.length },
        })
        counts.sessions += 1
        counts.messages += 1
        for (const [index, { at, question, thought, command, output, answer }] of turns.entries()) {
          const message = (seconds: number, role: string, content: object[]) =>
            insert("messages", {
              ...{ session_id: id, role, content_json: content, created_timestamp: at / 1000 + seconds },
              message_id: `m${number}-${index}-${seconds}`,
            })
          const callId = `t${number}-${index}`
          const toolCall = { status: "success", value: { name: "shell", arguments: { command } } }
          const toolResult = { status: "success", value: { content: [{ type: "text", text: output }], isError: false } }
          message(0, "user", [{ type: "text", text: question }])
          message(1, "assistant", [
            { type: "thinking", thinking: thought, signature: "s" },
            { type: "toolRequest", id: callId, toolCall },
          ])
          message(2, "user", [{ type: "toolResponse", id: callId, toolResult }])
          message(3, "assistant", [{ type: "text", text: answer }])
          counts.messages += 3
          counts.parts += 4
        }
        texts.push(...textsOf({ ...conversation, todos: [] }))
      }
    })
    return { path, counts, texts }
  },
}
