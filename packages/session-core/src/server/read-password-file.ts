import { open, stat } from "node:fs/promises"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { longestPassword, passwordText } from "./password-text.ts"

/** Reads a password from a file. Fails with `invalid_configuration` that names the key and the path. */
export async function readPasswordFile(path: string, key: string): Promise<string> {
  return passwordText(await read(path, key), key)
}

async function read(path: string, key: string): Promise<Uint8Array> {
  try {
    // A pipe gives its content once, and then waits for ever.
    if (!(await stat(path)).isFile()) throw new Error("it is not a regular file")
    const file = await open(path, "r")
    try {
      const buffer = new Uint8Array(longestPassword + 1)
      let length = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length)
        length += bytesRead
        if (length > longestPassword) throw new Error(`it has more than ${longestPassword} bytes`)
        if (bytesRead === 0) return buffer.subarray(0, length)
      }
    } finally {
      await file.close()
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SessionStorageError("invalid_configuration", `${key} cannot be read (${path}): ${reason}`, {
      cause,
      hint: "Check the path and the file's permissions.",
    })
  }
}
