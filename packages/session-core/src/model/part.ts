import type { JsonObject, JsonValue } from "./json.ts"
import type { Damage } from "./session.ts"

/** When something began and, once it has, ended: epoch milliseconds. */
export interface Span extends JsonObject {
  start: number
  end?: number
}

/** Text of the user or the model. */
export interface TextData extends JsonObject {
  text: string
  time?: Span
  /** True for text that a program added, such as the content of an attached file. */
  synthetic?: boolean
}

/** What the model thought before it answered. */
export interface ReasoningData extends JsonObject {
  text: string
  time?: Span
}

/** The state of a tool call, as it goes from `pending` by `running` to `completed` or `error`. */
export interface ToolState extends JsonObject {
  status: "pending" | "running" | "completed" | "error"
  input?: JsonValue
  output?: string
  error?: string
  title?: string
  metadata?: JsonObject
  time?: Span
}

/** A tool call with its input and output. */
export interface ToolData extends JsonObject {
  tool: string
  callID: string
  state: ToolState
}

/** A file that was given to the model. */
export interface FileData extends JsonObject {
  mime: string
  url: string
  filename?: string
}

/** The data of each part type that we know. Any other type is kept as it is. */
export interface PartDataByType {
  text: TextData
  reasoning: ReasoningData
  tool: ToolData
  file: FileData
  "step-start": JsonObject & { snapshot?: string }
  "step-finish": JsonObject & { reason?: string; snapshot?: string; cost?: number }
  patch: JsonObject & { hash: string; files: string[] }
  snapshot: JsonObject & { snapshot: string }
  subtask: JsonObject & { prompt: string; agent: string; description?: string }
  compaction: JsonObject
  retry: JsonObject & { attempt: number }
  agent: JsonObject & { name: string }
}

export type KnownPartType = keyof PartDataByType

/** What a writer says of a part. */
export interface PartFields {
  id: string
  messageId: string
  type: KnownPartType | (string & {})
  data: JsonObject
  /** Epoch milliseconds. */
  createdAt: number
  updatedAt: number
}

/** A part as it is read. */
export interface Part extends PartFields {
  sessionId: string
  /** The revision of its first put: its place among the parts of its message. */
  position: number
  /** The revision of its last put. */
  revision: number
  damaged?: Damage
  /** Set where the part was too large for its page: `data` is empty then, and the store's `messages.part` reads it. */
  unloaded?: Unloaded
}

/** What a page of messages left out of a part. */
export interface Unloaded {
  /** Bytes of the JSON of the part's data. */
  bytes: number
}

/** Narrows a part to a type that we know, so that its data is typed. A part that was not read is of no type. */
export function isPart<Type extends KnownPartType>(
  part: Part,
  type: Type,
): part is Part & { type: Type; data: PartDataByType[Type] } {
  return part.type === type && part.damaged === undefined && part.unloaded === undefined
}
