import { SessionStorageError } from "../errors/session-storage-error.ts"
import { limits } from "../provider/limits.ts"
import { searchTerms } from "../search/search-terms.ts"
import { checkCount, checkId, checkText } from "./check-value.ts"

/** Checks how many a page may have. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > limits.pageSize) {
    throw new SessionStorageError(
      "invalid_input",
      `limit must be a whole number from 1 to ${limits.pageSize}, not ${limit}.`,
    )
  }
}

/** Checks how many bytes of content a page may have. */
export function checkBytes(bytes: number): void {
  if (Number.isSafeInteger(bytes) && bytes >= 1) return
  throw new SessionStorageError("invalid_input", `bytes must be a whole number of at least 1, not ${bytes}.`, {
    hint: `Leave it out for the default of ${limits.pageBytes / 1024 / 1024} MiB.`,
  })
}

/** Checks an id that is looked for. */
export function checkSessionId(sessionId: string): void {
  checkId("The session's id", sessionId, limits.idBytes)
}

/** Checks the id of the message that a page begins with. */
export function checkFrom(messageId: string, cursor: string | undefined): void {
  checkId("The message's id", messageId, limits.idBytes)
  if (cursor === undefined) return
  throw new SessionStorageError("invalid_input", "A page begins with a message or at a cursor, not both.", {
    hint: "Leave `from` out when you go on with a cursor.",
  })
}

/** Checks a revision to read from. */
export function checkSince(since: number): void {
  checkCount("since", since)
}

const maximumSearchBytes = 1000

/** Checks what is searched for: something that is not only white space and quotes. */
export function checkSearchText(text: string, what = "The text to search for"): void {
  checkText(what, text, maximumSearchBytes)
  if (searchTerms(text).length === 0) {
    throw new SessionStorageError("invalid_input", `There is nothing to search for: ${lowerFirst(what)} is empty.`)
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
