import { type JsonObject, limits } from "@opencode/session-core"

/** Room for what is beside it in the metadata: other programs' keys, and the import's own. */
const maximumBytes = limits.valueBytes - 1024 * 1024
const bytesPerUnit = 6

/**
 * Takes the largest values out of an object until it fits into a session's or message's metadata, and tells of each. The
 * sizes of what is missing stand under `omitted`. `size` is about how long its JSON is, where that is known.
 */
export function fitMetadata(
  metadata: JsonObject,
  size: number,
  onOmit: (key: string, bytes: number) => void,
): JsonObject {
  if (size * bytesPerUnit <= maximumBytes) return metadata
  const sizes = Object.entries(metadata)
    .map(([key, value]) => ({ key, bytes: Buffer.byteLength(JSON.stringify(value) ?? "") }))
    .sort((left, right) => right.bytes - left.bytes)
  let total = sizes.reduce((sum, { key, bytes }) => sum + bytes + Buffer.byteLength(key) + 4, 0)
  const omitted: { [key: string]: number } = {}
  for (const { key, bytes } of sizes) {
    if (total <= maximumBytes) break
    omitted[key] = bytes
    total -= bytes
    onOmit(key, bytes)
  }
  if (Object.keys(omitted).length === 0) return metadata
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !Object.hasOwn(omitted, key)))
  return { ...kept, omitted }
}
