import type { JsonObject, JsonValue } from "./json.ts"
import type { Damage } from "./session.ts"

/** When something began and, once it has, ended: epoch milliseconds. */
export interface Span extends JsonObject {
  /** When it began. */
  start: number
  /** When it ended; absent while it goes on. */
  end?: number | undefined
}

/** Text of the user or the model. */
export interface TextData extends JsonObject {
  /** The text. */
  text: string
  /** When it was written. */
  time?: Span | undefined
  /** True for text that a program added, such as the content of an attached file. */
  synthetic?: boolean | undefined
  /** Whatever else the application wants to keep. */
  metadata?: JsonObject | undefined
}

/** What the model thought before it answered. */
export interface ReasoningData extends JsonObject {
  /** The text. */
  text: string
  /** When it was thought. */
  time?: Span | undefined
  /** Whatever else the application wants to keep. */
  metadata?: JsonObject | undefined
}

/** The state of a tool call, as it goes from `pending` by `running` to `completed` or `error`. */
export interface ToolState extends JsonObject {
  /** How far the call is. */
  status: "pending" | "running" | "completed" | "error"
  /** What the tool was given. */
  input?: JsonValue | undefined
  /** What a completed call returned. */
  output?: string | undefined
  /** Why the call failed. */
  error?: string | undefined
  /** What the call did, in a few words for people. */
  title?: string | undefined
  /** Files that the call returned, such as images: parts of the type `file`. */
  attachments?: JsonObject[] | undefined
  /** The input as far as the model has written it, while the call is pending. */
  raw?: string | undefined
  /** Whatever else the tool says. */
  metadata?: JsonObject | undefined
  /** When the call ran. */
  time?: Span | undefined
}

/** A tool call with its input and output. */
export interface ToolData extends JsonObject {
  /** The tool's name. */
  tool: string
  /** What the model calls this call. */
  callID: string
  /** How the call went. */
  state: ToolState
  /** Whatever else the application wants to keep. */
  metadata?: JsonObject | undefined
}

/** A file that was given to the model. */
export interface FileData extends JsonObject {
  /** The type of its content: `text/plain`, `image/png`. */
  mime: string
  /** Where it is, or its content as a `data:` URL. */
  url: string
  /** Its name, for people. */
  filename?: string | undefined
  /** Where the user named it. */
  source?: JsonObject | undefined
}

/** The data of each part type that we know. Any other type is kept as it is. */
export interface PartDataByType {
  /** Text of the user or the model. */
  text: TextData
  /** What the model thought. */
  reasoning: ReasoningData
  /** A tool call. */
  tool: ToolData
  /** A file that was given to the model. */
  file: FileData
  /** A step of the model began; `snapshot` names the state of the files. */
  "step-start": JsonObject & { snapshot?: string | undefined }
  /** A step ended, with its reason and its cost in US dollars. */
  "step-finish": JsonObject & { reason?: string | undefined; snapshot?: string | undefined; cost?: number | undefined }
  /** Files that a step has changed, and the state before it. */
  patch: JsonObject & { hash: string; files: string[] }
  /** A state of the files. */
  snapshot: JsonObject & { snapshot: string }
  /** Work that was given to a sub-agent. */
  subtask: JsonObject & { prompt: string; agent: string; description?: string | undefined }
  /** Earlier messages were summed up. */
  compaction: JsonObject
  /** The model was asked again. */
  retry: JsonObject & { attempt: number }
  /** The user has named an agent. */
  agent: JsonObject & { name: string }
}

/** A type whose data we know. */
export type KnownPartType = keyof PartDataByType

/** What a writer says of a part. */
export interface PartFields {
  /** Unique within its message, at most 191 bytes. */
  id: string
  /** The message that it belongs to. */
  messageId: string
  /** One that we know, or any other of at most 191 bytes. */
  type: KnownPartType | (string & {})
  /** What it holds, at most 16 MiB as JSON. Comes back as it was, whatever its type. */
  data: JsonObject
  /** By its writer's clock, epoch milliseconds. */
  createdAt: number
  /** When it was last written, by its writer's clock, epoch milliseconds. */
  updatedAt: number
}

/** A part as it is read. */
export interface Part extends PartFields {
  /** The session that it belongs to. */
  sessionId: string
  /** The revision of its first put. The parts of a message are ordered by it. */
  position: number
  /** The revision of its last put. */
  revision: number
  /** Set when its data could not be read from the database; `data` is empty then. */
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
