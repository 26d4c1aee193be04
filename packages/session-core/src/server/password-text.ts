import { SessionStorageError } from "../errors/session-storage-error.ts"

/** Bytes. A token has a few thousand. */
export const longestPassword = 64 * 1024

/**
 * The password in what a file or a program says: without a byte order mark, and without one line break at the end, which
 * editors and `echo` add. Other white space belongs to it. Fails with `invalid_configuration`, and shows nothing of it.
 */
export function passwordText(bytes: Uint8Array, key: string): string {
  const text = new TextDecoder().decode(bytes).replace(/\r?\n$/, "")
  if (text === "") throw invalid(`${key} gives an empty password.`)
  if (text.includes("\0")) throw invalid(`${key} gives a password with a NUL character, which no server takes.`)
  return text
}

const invalid = (message: string): SessionStorageError =>
  new SessionStorageError("invalid_configuration", message, {
    hint: "It must give the password and nothing else, on one line.",
  })
