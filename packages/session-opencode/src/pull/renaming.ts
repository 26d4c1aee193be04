import { hash } from "node:crypto"
import type { Author, JsonObject, JsonValue } from "@opencode/session-core"
import type { MessageDocument, TimedDocument } from "./message-document.ts"

/** How the texts of a session are changed for this machine. */
export type Renaming = (text: string) => string

/** Leaves every text as it is. */
export const asItIs: Renaming = (text) => text

/** Another folder's path in texts: that of the project on the machine where the session was written. */
export function pathRenaming(from: string, to: string): Renaming {
  if (from === to || from === "" || from === "/") return asItIs
  // Up to where a name ends: `/home/a/app` is not the beginning of `/home/a/app-2`.
  const pattern = new RegExp(`${escaped(from)}(?![\\w.-])`, "g")
  return (text) => text.replaceAll(pattern, () => to)
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")

/** New ids for the messages and parts of a fork, in the order of the old ones. */
export const idRenaming =
  (ids: ReadonlySet<string>, suffix: string): Renaming =>
  (text) =>
    ids.has(text) ? `${text}${suffix}` : text

/** What the ids of a fork end with. On each machine it is another one, and the same one in every pull. */
export const forkSuffix = (sessionId: string, author: Author | null, count: number): string =>
  hash("sha256", JSON.stringify([sessionId, author?.user, author?.host, count]), "hex").slice(0, 8)

/** A message with its texts changed. */
export const renamedMessage = (message: MessageDocument, rename: Renaming): MessageDocument => ({
  ...renamedDocument(message, rename),
  parts: message.parts.map((part) => renamedDocument(part, rename)),
})

const renamedDocument = (document: TimedDocument, rename: Renaming): TimedDocument => {
  const { id } = document.content
  return { ...document, content: { ...renamedObject(document.content, rename), id: rename(id) } }
}

/** An object with its texts changed, those of objects in it, too. Keys stay. */
export const renamedObject = (object: JsonObject, rename: Renaming): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, renamed(value, rename)]))

function renamed(value: JsonValue | undefined, rename: Renaming): JsonValue | undefined {
  if (typeof value === "string") return rename(value)
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename) ?? null)
  return typeof value === "object" && value !== null ? renamedObject(value, rename) : value
}
