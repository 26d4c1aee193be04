import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import type { PlannedMessage, PlannedPart } from "./planned-session.ts"

/** What a part is made of. */
export interface PartRecords {
  /** The record that the part stands in. */
  record: JsonObject
  /** The record that its message begins with: the same one for most parts. */
  first: JsonObject
  /** The record with the result of a tool call; null where there is none yet. */
  result: JsonObject | null
}

/** Says what an agent's records are in our terms. Everything that a record has and we have no field for goes into `kept`. */
export interface SessionInterpreter {
  /** What of a message's first record has no field, and why the message failed. */
  message(planned: PlannedMessage, record: JsonObject): { kept: JsonObject; error: JsonValue }
  /** A part's type and data. */
  part(planned: PlannedPart, records: PartRecords): Pick<PartFields, "type" | "data">
}
