import { hash } from "node:crypto"
import type { JsonValue, MessageFields, PartFields } from "@opencode/session-core"
import { canonicalJson } from "@opencode/session-core/transfer"
import type { Origin } from "../source/source-session.ts"

/** A short value that is the same for the same content, so that a long session can be compared in little memory. */
const digest = (value: unknown): string => hash("sha256", canonicalJson(value), "base64")

/** Of all of a message that a source says, but when it was last written. */
export function messageDigest(message: MessageFields, origin: Origin): string {
  const { id, role, parentId, agent, model, usage, error, createdAt, completedAt, metadata } = message
  const kept: JsonValue | undefined = metadata[origin]
  return digest([id, role, parentId, agent, model, usage, error, createdAt, completedAt, kept])
}

/** Of a part's content. Its times are left out: an export has none. */
export const partDigest = ({ id, type, data }: PartFields): string => digest([id, type, data])

/** Of a file's version. */
export const fileDigest = (content: string, createdAt: number): string => digest([content, createdAt])
