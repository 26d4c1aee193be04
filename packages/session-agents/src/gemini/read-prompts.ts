import { type JsonObject, limits } from "@opencode/session-core"
import { isId, type SourceLog, shorten } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import { SessionDraft } from "../plan/session-draft.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { FoundSession } from "../source/agent-file.ts"
import { readRecords } from "../source/read-records.ts"
import { firstLine } from "../values/first-line.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { without } from "../values/without.ts"

/** Prompts are all that old versions kept of a session that nobody saved. */
const promptInterpreter: SessionInterpreter = {
  message: (_planned: PlannedMessage, entry: JsonObject) => ({
    kept: without(entry, "sessionId", "timestamp", "message", "type"),
    error: null,
  }),
  part: (_planned: PlannedPart, { record }: PartRecords) => ({ type: "text", data: { text: record.message ?? "" } }),
}

/** Reads the log of all prompts of a project. Sessions of which there is a chat have them there. */
export function readPrompts(
  { folder, hasChat }: { folder: string | null; hasChat: (sessionId: string) => boolean },
  file: RecordFile,
  log: SourceLog,
): FoundSession[] {
  const drafts = new Map<string, { draft: SessionDraft; title: string }>()
  readRecords(file, log, {
    record(entry, record) {
      const { sessionId, timestamp, type, message } = entry
      if (!isId(sessionId) || hasChat(sessionId)) return
      const { draft, title } = drafts.get(sessionId) ?? { draft: new SessionDraft(), title: "" }
      const text = typeof message === "string" ? firstLine(message) : ""
      drafts.set(sessionId, { draft, title: title === "" && !text.startsWith("/") ? text : title })
      draft.at(readTime(timestamp))
      const key = draft.keyOf(record)
      const said = draft.addMessage({ id: shortId("msg", key), role: isId(type) ? type : "user", record })
      draft.addPart(said, { record, block: 0 }, shortId("prt", key))
    },
    unreadable: () => {},
  })
  return [...drafts].map(([id, { draft, title }]) => ({
    interpreter: promptInterpreter,
    plan: {
      ...{ id, todos: null, createdAt: draft.createdAt, updatedAt: draft.updatedAt, messages: draft.messages },
      facts: {
        ...{ time_updated: draft.updatedAt, title: shorten(title, limits.titleBytes), parentId: null, folder },
        ...{ titleSource: "generated" as const, agent: null, model: null, archivedAt: null },
      },
    },
  }))
}
