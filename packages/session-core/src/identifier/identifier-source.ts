import { alphabet, createIdentifier, type IdentifierKind, idLength, prefixes } from "./identifier.ts"

/** Gives the ids of what a call creates. `name` tells apart what one call creates of a kind. */
export type IdentifierSource = (kind: IdentifierKind, ...name: (string | number)[]) => string

/**
 * New ids, or the same ones each time for a call that names its batch: it may have been stored, and its second sending
 * must name what is there. `context` is what the batch's id is unique in.
 */
export async function identifierSource(batchId: string | undefined, ...context: string[]): Promise<IdentifierSource> {
  if (batchId === undefined) return (kind) => createIdentifier(kind)
  // Loaded only for those who need it: it costs a start more than anything else that is done here.
  const { createHash } = await import("node:crypto")
  return (kind, ...name) => {
    const digest = createHash("sha256")
      .update(JSON.stringify([context, batchId, kind, name]))
      .digest()
    let id = `${prefixes[kind]}_`
    for (const byte of digest.subarray(0, idLength)) id += alphabet[byte % alphabet.length]
    return id
  }
}
