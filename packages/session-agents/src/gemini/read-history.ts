import { type JsonObject, limits } from "@opencode/session-core"
import { isId, isObject, type SourceLog, shorten } from "@opencode/session-opencode/formats"
import { SessionDraft } from "../plan/session-draft.ts"
import type { RecordFile, RecordReference } from "../records/record-file.ts"
import type { FoundSession } from "../source/agent-file.ts"
import { readRecords } from "../source/read-records.ts"
import { firstLine } from "../values/first-line.ts"
import { shortId } from "../values/short-id.ts"
import { contentParts, textOf } from "./gemini-content.ts"
import { historyInterpreter } from "./history-interpreter.ts"

/** What is known of a conversation that a user saved, besides what is in it. */
export interface HistoryNames {
  /** What the user called it. */
  readonly tag: string
  readonly folder: string | null
  /** When the file was last written, epoch milliseconds: nothing in it tells a time. */
  readonly savedAt: number
}

/** Reads a conversation that a user saved with a name. It has no id: its name and its beginning make one. */
export function readHistory({ tag, folder, savedAt }: HistoryNames, file: RecordFile, log: SourceLog): FoundSession[] {
  const draft = new SessionDraft()
  let beginning: string | null = null
  let prompt = ""
  readRecords(file, log, {
    record(content, reference) {
      if (contentParts(content.parts).length === 0) return
      beginning ??= reference.digest
      addContent(draft, content, reference)
      if (prompt === "" && content.role === "user")
        prompt = firstLine(contentParts(content.parts).map(textOf).join("\n"))
    },
    unreadable: (reference) => draft.addEvent(reference, "unreadable"),
  })
  if (beginning === null) return []
  const plan = {
    ...{ id: shortId("gemini", tag, beginning), todos: null, messages: draft.messages },
    ...{ createdAt: savedAt, updatedAt: savedAt },
    facts: {
      ...{
        time_updated: savedAt,
        title: shorten(tag === "" ? prompt : tag, limits.titleBytes),
        parentId: null,
        folder,
      },
      ...{ titleSource: "user" as const, agent: null, model: null, archivedAt: null, tag },
    },
  }
  return [{ plan, interpreter: historyInterpreter }]
}

function addContent(draft: SessionDraft, content: JsonObject, record: RecordReference): void {
  const key = draft.keyOf(record)
  const own: number[] = []
  for (const [block, part] of contentParts(content.parts).entries()) {
    const answer = isObject(part) && isObject(part.functionResponse) ? part.functionResponse : null
    const found = answer === null ? null : draft.addResult(callIdOf(answer), { record, block })
    if (found === null) own.push(block)
  }
  if (own.length === 0) return
  const role = content.role === "model" ? "assistant" : content.role
  const message = draft.addMessage({ id: shortId("msg", key), role: isId(role) ? role : "user", record })
  for (const block of own) {
    const part = contentParts(content.parts)[block]
    const call = isObject(part) && isObject(part.functionCall) ? part.functionCall : null
    if (call === null) draft.addPart(message, { record, block }, shortId("prt", key, block))
    else draft.addCall(message, { record, block }, callIdOf(call), isId(call.id) ? call.id : shortId("prt", key, block))
  }
}

/** Old versions give calls no ids: a call and its answer have the tool's name in common. */
const callIdOf = ({ id, name }: JsonObject): string => (isId(id) ? id : `name ${String(name)}`)
