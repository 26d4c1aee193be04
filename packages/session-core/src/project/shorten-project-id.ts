import { limits } from "../provider/limits.ts"

/**
 * A derived id that is over the limit for ids (191 bytes) becomes its beginning and a hash of the whole, the same on every
 * machine: somebody with a long folder name can work too, and two long names stay two projects.
 */
export const shortenProjectId = async (id: string): Promise<string> => {
  if (Buffer.byteLength(id) <= limits.idBytes) return id
  // Loaded where it is needed, which is hardly ever: it would be a good part of every start.
  const { createHash } = await import("node:crypto")
  const suffix = `~${createHash("sha256").update(id).digest("hex").slice(0, 16)}`
  let beginning = ""
  let bytes = Buffer.byteLength(suffix)
  // By code points: a cut inside of one would leave half a character.
  for (const character of id) {
    bytes += Buffer.byteLength(character)
    if (bytes > limits.idBytes) break
    beginning += character
  }
  return beginning + suffix
}
