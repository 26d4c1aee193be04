import type { JsonObject, MessageFields, PartFields } from "@opencode/session-core"
import {
  fitMetadata,
  fitPart,
  type SourceContent,
  type SourceLog,
  shortenedReason,
} from "@opencode/session-opencode/formats"
import type { RecordFile, RecordReference } from "../records/record-file.ts"
import type { PlannedMessage, PlannedPart, PlannedSession } from "./planned-session.ts"
import type { PartRecords, SessionInterpreter } from "./session-interpreter.ts"

/** Reads what was planned, a message at a time. */
export class PlannedContents {
  readonly #session: PlannedSession
  readonly #file: RecordFile
  readonly #interpreter: SessionInterpreter
  readonly #origin: string
  readonly #log: SourceLog
  #last: { reference: RecordReference; value: JsonObject } | null = null

  constructor(options: {
    session: PlannedSession
    file: RecordFile
    interpreter: SessionInterpreter
    /** The key of `metadata` under which a message keeps what has no field. */
    origin: string
    log: SourceLog
  }) {
    this.#session = options.session
    this.#file = options.file
    this.#interpreter = options.interpreter
    this.#origin = options.origin
    this.#log = options.log
  }

  *contents(): Generator<SourceContent> {
    for (const planned of this.#session.messages) {
      const first = this.#read(planned.record)
      yield {
        kind: "message",
        message: this.#message(planned, first),
        raw: rawOfMessage(planned),
        size: planned.record.size,
      }
      for (const part of planned.parts) yield this.#part(planned, part, first)
    }
  }

  /** The `raw` of each of `contents`: nothing is read for it. */
  *raw(): Generator<string> {
    for (const planned of this.#session.messages) {
      yield rawOfMessage(planned)
      for (const part of planned.parts) yield rawOfPart(part)
    }
  }

  #message(planned: PlannedMessage, record: JsonObject): MessageFields {
    const { record: reference, parts, isUsageOfSession, ...fields } = planned
    const isNoMessage = parts[0]?.record === reference && parts[0].form !== "block"
    const { kept, error } =
      isUsageOfSession === true ? usageOfSession : isNoMessage ? nothing : this.#interpreter.message(planned, record)
    const metadata = fitMetadata(kept, reference.size, (key, size) =>
      this.#log.skipped({
        ...{ table: this.#file.path, id: planned.id, size },
        reason: `The message's ${key} is too large; the rest is imported.`,
      }),
    )
    return { ...fields, author: null, error, metadata: { [this.#origin]: metadata } }
  }

  #part(message: PlannedMessage, part: PlannedPart, first: JsonObject): SourceContent {
    const raw = rawOfPart(part)
    const size = part.record.size + (part.result?.record.size ?? 0)
    const record = part.record === message.record ? first : this.#read(part.record)
    const result = part.result === null ? null : this.#read(part.result.record)
    const { type, data } = this.#contentOf(part, { record, first, result })
    const fitted = fitPart(data, size, (path, bytes) =>
      this.#log.skipped({
        ...{ table: this.#file.path, id: `${message.id} ${part.id}`, size: bytes },
        reason: shortenedReason(path, type),
      }),
    )
    const { id, createdAt, updatedAt } = part
    return { kind: "part", part: { id, messageId: message.id, type, data: fitted, createdAt, updatedAt }, raw, size }
  }

  #contentOf(part: PlannedPart, records: PartRecords): Pick<PartFields, "type" | "data"> {
    if (part.form === "block") return this.#interpreter.part(part, records)
    return { type: part.form, data: records.record }
  }

  /** Several parts often stand in one record. */
  #read(reference: RecordReference): JsonObject {
    if (this.#last?.reference !== reference) this.#last = { reference, value: this.#file.read(reference) }
    return this.#last.value
  }
}

/** What was kept with the part already. */
const nothing = { kept: {}, error: null }
const usageOfSession = { kept: { usageOf: "session" }, error: null }

function rawOfMessage({ record, parts: _parts, ...fields }: PlannedMessage): string {
  return `${record.digest}\n${JSON.stringify(fields)}`
}

function rawOfPart({ id, record, block, result, createdAt, updatedAt }: PlannedPart): string {
  const found = result === null ? "" : `${result.record.digest} ${result.block}`
  return `${record.digest} ${block} ${found} ${id} ${createdAt} ${updatedAt}`
}
