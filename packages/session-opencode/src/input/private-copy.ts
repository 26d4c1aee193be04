import { createWriteStream, rmSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"

/** A copy that nobody else can read: a database of OpenCode holds credentials. It goes with its folder when it is disposed. */
export interface PrivateCopy extends Disposable {
  readonly folder: string
  readonly file: string
}

/** Writes a stream into a temporary file. Nothing stays behind when that fails. */
export async function copyPrivately(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<PrivateCopy> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-session-copy-"))
  const file = join(folder, "copy")
  try {
    await pipeline(source, createWriteStream(file, { mode: 0o600, flags: "wx" }), { signal })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return { folder, file, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}
