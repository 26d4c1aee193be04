import type { FileVersion } from "../model/file-version.ts"
import type { Message } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import type { Session } from "../model/session.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"

/** What a row counts with besides its JSON and texts: ids, times and numbers take memory, too. */
export const rowBytes = 256

const textBytes = (text: string) => Buffer.byteLength(text)
const jsonBytes = (value: unknown) => (value == null ? 0 : textBytes(JSON.stringify(value)))

/** What a message counts with in a page, without its parts. */
export const messageBytes = ({ metadata, model, error }: Message): number =>
  rowBytes + jsonBytes(metadata) + jsonBytes(model) + jsonBytes(error)

/** What a part counts with in a page. */
export const partBytes = ({ data }: Part): number => rowBytes + jsonBytes(data)

/** What a file version counts with in a page. */
export const fileBytes = ({ content }: FileVersion): number => rowBytes + textBytes(content)

/** What a session counts with in a page. */
export const sessionBytes = ({ title, metadata, todos, model, marks }: Session): number =>
  rowBytes + textBytes(title) + jsonBytes(metadata) + jsonBytes(todos) + jsonBytes(model) + jsonBytes(marks)

/** What an entry of a session's feed counts with in a page. */
export function changeBytes(change: RecordedChange): number {
  switch (change.type) {
    case "session":
      return sessionBytes(change.session)
    case "message":
      return messageBytes(change.message)
    case "part":
      return partBytes(change.part)
    case "file":
      return fileBytes(change.file)
    default:
      return rowBytes
  }
}

/** How many of the first items a page of so many bytes has: those that fit, and one where not even the first does. */
export function countWithin<Item>(items: readonly Item[], sizeOf: (item: Item) => number, bytes: number): number {
  if (bytes === Number.POSITIVE_INFINITY) return items.length
  let left = bytes
  for (const [index, item] of items.entries()) {
    left -= sizeOf(item)
    if (left < 0) return Math.max(index, 1)
  }
  return items.length
}

/**
 * The size up to which a message's parts are loaded when not all of them fit into `bytes`: the largest are left out, and
 * equally large ones share their fate, so that the answer does not depend on an order.
 */
export function loadedPartBytes(sizes: readonly number[], bytes: number): number {
  const ascending = [...sizes].sort((left, right) => left - right)
  let left = bytes
  let loaded = 0
  for (const [index, size] of ascending.entries()) {
    left -= size
    if (left < 0) return loaded
    if (ascending[index + 1] !== size) loaded = size
  }
  return Number.POSITIVE_INFINITY
}
