/**
 * FNV-1a, 32 bits, of a text's UTF-16 units: tells texts apart and spreads them evenly. Not against forgery. Loading the
 * cryptographic functions would cost every start more than anything that is done with this.
 */
export function fnvHash(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
