import { closeSync, openSync, readSync, rmSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TextInput } from "@opencode/session-opencode/formats"

/** A file with an input's text in UTF-8, which can be read at any place. */
export interface TextFile extends Disposable {
  readonly file: string
}

/** The input's own file where it is one; a private copy of what is compressed, in another encoding, or came through a pipe. */
export async function textFile(input: TextInput): Promise<TextFile> {
  if (isPlain(input)) return { file: input.path, [Symbol.dispose]: () => {} }
  const folder = await mkdtemp(join(tmpdir(), "opencode-session-"))
  const file = join(folder, "copy")
  try {
    await writeFile(file, input.bytes(), { mode: 0o600, flag: "wx" })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return { file, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Whether the file at the input's path begins as its text does. */
function isPlain({ path, beginning }: TextInput): boolean {
  let descriptor: number
  try {
    descriptor = openSync(path, "r")
  } catch {
    return false
  }
  try {
    const bytes = Buffer.alloc(Math.min(256, Buffer.byteLength(beginning)))
    readSync(descriptor, bytes, 0, bytes.length, 0)
    return Buffer.from(beginning).subarray(0, bytes.length).equals(bytes)
  } finally {
    closeSync(descriptor)
  }
}
