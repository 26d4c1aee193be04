import { randomUUID } from "node:crypto"
import { open, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileError } from "./file-error.ts"
import type { WriteOptions } from "./write-options.ts"

/**
 * Writes a file as a whole: it appears under its name once all of it is on the disk, and what was there before stays until
 * then. Only its user may read it, because sessions hold what people tell nobody. Returns its bytes.
 *
 * `file` is replaced, also when it is a link or a pipe: `resolveDestination` says what may be.
 */
export async function writeWholeFile(
  file: string,
  pieces: AsyncIterable<string>,
  { signal, onProgress }: WriteOptions,
): Promise<number> {
  // Not after the file's own name: a name may be as long as names can be.
  const temporary = join(dirname(file), `.opencode-session-${randomUUID().slice(0, 8)}.tmp`)
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
