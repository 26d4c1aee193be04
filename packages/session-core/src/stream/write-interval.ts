const shortest = 100
const longest = 2000
const charactersPerMillisecond = 500

/**
 * Milliseconds between the starts of two writes of a message: at most ten a second, and fewer as the part that is being
 * written grows, since each write sends that part anew.
 */
export function writeInterval(openCharacters: number): number {
  return Math.min(longest, Math.max(shortest, openCharacters / charactersPerMillisecond))
}
