import type { JsonObject } from "@opencode/session-core"
import type { SourceLog } from "@opencode/session-opencode/formats"
import type { RecordFile, RecordReference } from "../records/record-file.ts"

/** What is done with the records of a file. */
export interface RecordHandler {
  record(value: JsonObject, reference: RecordReference): void
  /** A record that is no JSON object: its text is to be kept. */
  unreadable(reference: RecordReference): void
}

/** Looks through a file once. What cannot be read goes to the log. */
export function readRecords(file: RecordFile, log: SourceLog, handler: RecordHandler): void {
  for (const found of file.records()) {
    switch (found.kind) {
      case "record":
        handler.record(found.value, found.reference)
        break
      case "unreadable":
        log.damaged({ table: file.path, id: found.place, reason: found.reason })
        handler.unreadable(found.reference)
        break
      case "skipped":
        log.skipped({ table: file.path, id: found.place, reason: found.reason, size: found.size })
    }
  }
}
