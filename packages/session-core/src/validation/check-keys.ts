import { SessionStorageError } from "../errors/session-storage-error.ts"
import { nearestKey } from "./nearest-key.ts"

/**
 * Refuses a key that is none of the known ones: what it says would be ignored, and its caller would not know. A value of undefined is
 * not given. `what` is the whole that has the keys: "The message".
 */
export function checkKeys(what: string, value: object, known: readonly string[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SessionStorageError("invalid_input", `${what} must be an object.`)
  }
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || known.includes(key)) continue
    const nearest = nearestKey(key, known)
    throw new SessionStorageError("invalid_input", `${what} has an unknown key ${JSON.stringify(key)}.`, {
      hint: nearest === null ? `Known keys: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
    })
  }
}
