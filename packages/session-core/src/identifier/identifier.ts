/** What an id names, seen at its beginning. */
export const prefixes = { session: "ses", message: "msg", part: "prt", batch: "bat", deletion: "del" } as const

/** What an id is for. */
export type IdentifierKind = keyof typeof prefixes

export const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const randomLength = 11
/** Of what follows the prefix. */
export const idLength = 12 + 3 + randomLength
const countersPerMillisecond = 0x1000

let lastTime = 0
let counter = 0

/**
 * A new id: the kind's prefix, the time in milliseconds (12 hexadecimal digits), a counter (3) and 65 random bits, such as
 * `msg_01a2031b3c2a000Vf9eK0aZt8Q`. Ids of one process ascend strictly; those of several by their clocks. They have the
 * length and the look of OpenCode's, whose time digits however wrap every 2.2 years.
 */
export function createIdentifier(kind: IdentifierKind): string {
  // A clock that goes back, or more ids in a millisecond than the counter holds, must not break the order.
  const now = Math.max(Date.now(), lastTime)
  if (now === lastTime) counter += 1
  else counter = 0
  lastTime = now
  if (counter === countersPerMillisecond) {
    lastTime += 1
    counter = 0
  }
  const time = lastTime.toString(16).padStart(12, "0")
  return `${prefixes[kind]}_${time}${counter.toString(16).padStart(3, "0")}${randomCharacters()}`
}

/** Random bytes for many ids at once: asking for them costs more than making an id of them. */
const pool = new Uint8Array(256 * randomLength)
let used = pool.length

function randomCharacters(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  let characters = ""
  for (const end = used + randomLength; used < end; used += 1)
    characters += alphabet[(pool[used] ?? 0) % alphabet.length]
  return characters
}
