import { randomUUID } from "node:crypto"
import { open, rename, rm } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"

interface WriteOptions {
  signal: AbortSignal
  /** Told the bytes that were written so far. */
  onProgress(bytes: number): void
}

/**
 * Writes a file as a whole: it appears under its name once all of it is on the disk, and what was there before stays until
 * then. Only its user may read it, because sessions hold what people tell nobody. Returns its bytes.
 */
export async function writeWholeFile(
  file: string,
  pieces: AsyncIterable<string>,
  { signal, onProgress }: WriteOptions,
): Promise<number> {
  const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`
  try {
    let bytes = 0
    const handle = await open(temporary, "wx", 0o600)
    try {
      for await (const piece of pieces) {
        signal.throwIfAborted()
        // Unlike `write`, it goes on after a write that took only a part.
        await handle.writeFile(piece)
        bytes += Buffer.byteLength(piece)
        onProgress(bytes)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
    return bytes
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileError(error, file)
  }
}

function fileError(error: unknown, file: string): unknown {
  // Node's file functions throw errors with a code.
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return new SessionStorageError("not_found", `The folder of ${file} is not there.`, {
        hint: "Create it first.",
        cause: error,
      })
    case "EISDIR":
      return new SessionStorageError("invalid_input", `${file} is a folder.`, {
        hint: "Name a file in it.",
        cause: error,
      })
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new SessionStorageError("access_denied", `${file} cannot be written.`, {
        hint: "Check the permissions of its folder.",
        cause: error,
      })
    case "ENOSPC":
      return new SessionStorageError("storage_full", `The disk is full: ${file} was not written.`, { cause: error })
    default:
      return error
  }
}
