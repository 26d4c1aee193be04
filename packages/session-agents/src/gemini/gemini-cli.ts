import { statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import type { JsonObject } from "@opencode/session-core"
import { isId, type SourceLog, type SourceProgram } from "@opencode/session-opencode/formats"
import { DocumentFile } from "../records/document-file.ts"
import { LineFile } from "../records/line-file.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { FoundSession } from "../source/agent-file.ts"
import { type FilesOfAgent, formatsOf } from "../source/agent-formats.ts"
import { readRecords } from "../source/read-records.ts"
import { agentSessionId } from "../values/agent-session-id.ts"
import { ChatDraft } from "./chat-draft.ts"
import { ChatInterpreter } from "./chat-interpreter.ts"
import { ChatLines } from "./chat-lines.ts"
import { chatNames, GeminiFolders, projectFolder } from "./gemini-folders.ts"
import { isMessage } from "./gemini-message.ts"
import { readHistory } from "./read-history.ts"
import { readPrompts } from "./read-prompts.ts"

const logName = "logs.json"
const savedName = /^checkpoint-?(.*)\.json$/

const files: FilesOfAgent = {
  ...{ name: "gemini-cli", program: "Gemini CLI", origin: "gemini" },
  isRecord: isGeminiRecord,
  beginsLikeRecord: beginsLikeGemini,
  isFileName: (name, folder) =>
    name === logName || savedName.test(name) || (/\.jsonl?$/.test(name) && /(?:^|[\\/])chats(?:[\\/]|$)/.test(folder)),
  openFile(file, path, beginning) {
    const name = basename(path)
    if (savedName.test(name) || /^\s*(?:\{\s*"history"|\[\s*\{\s*"(?:role|parts)")/.test(beginning)) {
      return new DocumentFile(file, path, "history")
    }
    // Of a file that was renamed, the first line tells: a document may be one line, but is the only one.
    const isLines = name.endsWith(".jsonl") || (!name.endsWith(".json") && /^\s*\{[^\n]*\}\s*(?:\n|$)/.test(beginning))
    return isLines ? new ChatLines(new LineFile(file, path)) : new DocumentFile(file, path, "messages")
  },
  readerOf(folder) {
    const folders = new GeminiFolders(folder)
    return (path) => (file, log) => {
      const name = basename(path)
      const project = folders.folderOf(path, null)
      const tag = savedName.exec(name)?.[1]
      if (tag !== undefined)
        return readHistory({ tag: decoded(tag), folder: project, savedAt: writtenAt(path) }, file, log)
      if (name !== logName) return readChat(folders, path, file, log)
      const chats = chatNames(projectFolder(path))
      const hasChat = (id: string) => chats.some((chat) => chat.includes(id.slice(0, 8)))
      return readPrompts({ folder: project, hasChat }, file, log)
    }
  },
}

/** Gemini CLI keeps the chats of each project in a folder below `tmp`. */
export const geminiCli: SourceProgram = {
  name: files.program,
  formats: formatsOf(files),
  places({ home, environment }) {
    const { GEMINI_CLI_HOME } = environment
    const homes = [GEMINI_CLI_HOME, home].filter((folder) => folder !== undefined && folder !== null && folder !== "")
    return homes.map((folder) => join(String(folder), ".gemini", "tmp"))
  },
}

function readChat(folders: GeminiFolders, path: string, file: RecordFile, log: SourceLog): FoundSession[] {
  const draft = new ChatDraft()
  readRecords(file, log, {
    record: (value, reference) => draft.add(value, reference),
    unreadable: (reference) => draft.addUnreadable(reference),
  })
  if (draft.isEmpty) return []
  const { sessionId, projectHash, kind } = draft.header
  const own = isId(sessionId) ? sessionId : basename(path).replace(/\.jsonl?$/, "")
  // A sub-agent's chat is in a folder that is named by the session that started it, and its own name says little.
  const parentId = kind === "subagent" && basename(dirname(path)) !== "chats" ? basename(dirname(path)) : null
  const id = parentId === null ? own : agentSessionId(parentId, own)
  const folder = folders.folderOf(path, projectHash)
  return [{ plan: draft.plan({ id, parentId, folder }), interpreter: new ChatInterpreter(draft.rewound) }]
}

function isGeminiRecord(record: JsonObject): boolean {
  const { sessionId, projectHash, timestamp, messageId, role, parts, message } = record
  if (typeof sessionId === "string" && typeof projectHash === "string") return true
  if (typeof sessionId === "string" && typeof messageId === "number") return typeof message === "string"
  if (typeof timestamp === "string" && record.uuid === undefined && isMessage(record)) return true
  return (role === "user" || role === "model") && Array.isArray(parts)
}

/** Documents are written over many lines. */
function beginsLikeGemini(text: string): boolean {
  const start = text.slice(0, 4096)
  if (/^\s*\{\s*"sessionId":\s*"[^"]*",\s*"projectHash":/.test(start)) return true
  if (/^\s*(?:\{\s*"history":\s*)?\[\s*\{\s*"(?:role":\s*"(?:user|model)"|parts":\s*\[)/.test(start)) return true
  if (/^\s*\[\s*\{\s*"sessionId":\s*"[^"]*",\s*"messageId":\s*\d+,/.test(start)) return true
  // One whose members another program has put into an order of its own.
  return /^\s*\{/.test(start) && /"messages":\s*\[/.test(text) && /"type":\s*"gemini"|"projectHash":\s*"/.test(text)
}

function decoded(tag: string): string {
  try {
    return decodeURIComponent(tag)
  } catch {
    return tag
  }
}

function writtenAt(path: string): number {
  try {
    return Math.floor(statSync(path).mtimeMs)
  } catch {
    return 0
  }
}
