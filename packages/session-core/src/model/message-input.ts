import { createIdentifier } from "../identifier/identifier.ts"
import type { Author } from "./author.ts"
import type { JsonObject, JsonValue } from "./json.ts"
import type { MessageFields, MessageRole } from "./message.ts"
import type { ModelReference } from "./model-reference.ts"
import type { KnownPartType, PartDataByType, PartFields } from "./part.ts"
import { type UsageInput, usageOf } from "./usage.ts"

/** A part as an application writes it: its type and its data side by side. */
export type PartInput =
  | { [Type in KnownPartType]: { type: Type; id?: string | undefined } & PartDataByType[Type] }[KnownPartType]
  | ({ type: string; id?: string | undefined } & JsonObject)

/** What a message may be given; the rest has defaults. */
export interface MessageInput {
  /** A new id by default. */
  id?: string | undefined
  /** Who speaks. */
  role: MessageRole
  /** The message that this one answers. None by default. */
  parentId?: string | null | undefined
  /** The agent that writes it. None by default. */
  agent?: string | null | undefined
  /** The model that answers. None by default. */
  model?: ModelReference | null | undefined
  /** What it took. Absent token counts are 0. */
  usage?: UsageInput | null | undefined
  /** Why it failed. Null by default. */
  error?: JsonValue | undefined
  /** Whatever else is to be kept. Empty by default. */
  metadata?: JsonObject | undefined
  /** Epoch milliseconds; now by default. */
  createdAt?: number | undefined
}

/** Fills in what was not given. */
export function messageFields(input: MessageInput, author: Author | null, completedAt: number | null): MessageFields {
  const now = Date.now()
  return {
    id: input.id ?? createIdentifier("message"),
    role: input.role,
    parentId: input.parentId ?? null,
    agent: input.agent ?? null,
    model: input.model ?? null,
    usage: input.usage == null ? null : usageOf(input.usage),
    error: input.error ?? null,
    author,
    metadata: input.metadata ?? {},
    createdAt: input.createdAt ?? now,
    updatedAt: now,
    completedAt,
  }
}

/** Separates what a part is from what it holds. */
export function partFields(messageId: string, input: PartInput, newId = () => createIdentifier("part")): PartFields {
  const { type, id, ...data } = input
  const now = Date.now()
  return { id: id ?? newId(), messageId, type, data, createdAt: now, updatedAt: now }
}
