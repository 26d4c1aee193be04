import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createPrivateFolder } from "../sqlite/private-folder.ts"

/** A copy of a stream. It goes when it is disposed. */
export interface PrivateCopy extends Disposable {
  readonly file: string
}

/** Writes a stream into a temporary file. Nothing stays behind when that fails. */
export async function copyPrivately(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<PrivateCopy> {
  const folder = createPrivateFolder()
  const file = join(folder.path, "copy")
  try {
    await pipeline(source, createWriteStream(file, { mode: 0o600, flags: "wx" }), { signal })
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
  return { file, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}
