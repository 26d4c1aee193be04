import { rmSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TextInput } from "@opencode/session-opencode/formats"

/** A file with an input's text in UTF-8, which can be read at any place. */
export interface TextFile extends Disposable {
  readonly file: string
}

/** The input's own file; a private copy of a text in another encoding. */
export async function textFile(input: TextInput): Promise<TextFile> {
  if (input.file !== null) return { file: input.file, [Symbol.dispose]: () => {} }
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
