import { fnvHash } from "./fnv-hash.ts"

/** A name that fits into a key of so many bytes: one that is longer is cut, and told from others by a digest at its end. */
export function boundedName(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name
  const digest = `…${fnvHash(name).toString(36)}`
  let cut = name.slice(0, bytes)
  while (Buffer.byteLength(cut) + Buffer.byteLength(digest) > bytes) cut = cut.slice(0, -1)
  return cut.toWellFormed() + digest
}
