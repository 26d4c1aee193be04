import { createIdentifier } from "../identifier/identifier.ts"
import type { Author } from "./author.ts"
import type { JsonObject, JsonValue } from "./json.ts"
import type { MessageFields, MessageRole } from "./message.ts"
import type { ModelReference } from "./model-reference.ts"
import type { KnownPartType, PartDataByType, PartFields } from "./part.ts"
import { type UsageInput, usageOf } from "./usage.ts"

/** The fields that are named, without those that may have any name: so a misspelt one is found. */
type Named<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? [keyof WithoutIndex<Value>] extends [never]
      ? Value
      : { [Key in keyof WithoutIndex<Value>]: Named<WithoutIndex<Value>[Key]> }
    : Value

type WithoutIndex<Value> = { [Key in keyof Value as string extends Key ? never : Key]: Value[Key] }

/** Set by `customPart` only: it is no member at run time. */
declare const isCustom: unique symbol

/** A part of any type with any data, as `customPart` makes it. */
export interface CustomPart {
  /** Its type. */
  type: string
  /** A new id by default. */
  id?: string | undefined
  /** Tells it from a misspelt part of a type that we know. */
  [isCustom]: true
}

/**
 * A part as an application writes it: its type and its data side by side. The types that we know have their fields, so that a
 * misspelt one is an error; anything else is made by `customPart`.
 */
export type PartInput =
  | { [Type in KnownPartType]: { type: Type; id?: string | undefined } & Named<PartDataByType[Type]> }[KnownPartType]
  | CustomPart

/**
 * A part of a type of the application's own, or of a known type with fields of its own. It is stored as it is.
 *
 * @example
 * ```ts
 * await store.messages.append(session.id, { role: "user", parts: [customPart("poll", { question: "Tabs?" })] })
 * ```
 */
export function customPart(type: string, data: JsonObject, id?: string): CustomPart {
  // The mark is for the compiler alone.
  return { ...data, type, ...(id === undefined ? {} : { id }) } as unknown as CustomPart
}

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
  // What a part holds is JSON, and is checked to be before it is sent.
  const { type, id, ...data } = input as { type: string; id?: string } & JsonObject
  const now = Date.now()
  return { id: id ?? newId(), messageId, type, data, createdAt: now, updatedAt: now }
}
