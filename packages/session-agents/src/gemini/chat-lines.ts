import type { JsonObject } from "@opencode/session-core"
import { isObject } from "@opencode/session-opencode/formats"
import type { FoundRecord, RecordFile, RecordReference } from "../records/record-file.ts"

/** A reference to a message within a line that has several. */
interface ItemReference extends RecordReference {
  readonly line: RecordReference
  readonly item: number
}

/**
 * The lines of a chat, in which a line may have all messages of the chat: when the history was compressed, or an older file was taken
 * over. Each of them becomes a record, after the line without them.
 */
export class ChatLines implements RecordFile {
  readonly path: string
  readonly #lines: RecordFile
  #last: { line: RecordReference; messages: readonly unknown[] } | null = null

  constructor(lines: RecordFile) {
    this.path = lines.path
    this.#lines = lines
  }

  *records(): Generator<FoundRecord> {
    for (const found of this.#lines.records()) {
      const messages = found.kind === "record" ? messagesOf(found.value) : null
      if (found.kind !== "record" || messages === null) {
        yield found
        continue
      }
      const { reference: line, place, value } = found
      yield { ...found, value: withoutMessages(value) }
      for (const [item, message] of messages.entries()) {
        const reference: ItemReference = { ...line, digest: `${line.digest} ${item}`, line, item }
        if (isObject(message))
          yield { kind: "record", reference, place: `${place}, message ${item + 1}`, value: message }
      }
    }
  }

  read(reference: RecordReference): JsonObject {
    if (!isItem(reference)) return this.#lines.read(reference)
    const { line, item } = reference
    // Such a line is long, and its messages are read one after the other.
    if (this.#last?.line !== line) this.#last = { line, messages: messagesOf(this.#lines.read(line)) ?? [] }
    const message = this.#last.messages[item]
    return isObject(message) ? message : {}
  }

  [Symbol.dispose](): void {
    this.#lines[Symbol.dispose]()
  }
}

const isItem = (reference: RecordReference): reference is ItemReference => "item" in reference

function messagesOf({ $set: changes, messages }: JsonObject): readonly unknown[] | null {
  const found = isObject(changes) ? changes.messages : messages
  return Array.isArray(found) ? found : null
}

/** A line that has all messages says so, with an empty list. */
function withoutMessages(line: JsonObject): JsonObject {
  const { $set: changes } = line
  return isObject(changes) ? { ...line, $set: { ...changes, messages: [] } } : { ...line, messages: [] }
}
