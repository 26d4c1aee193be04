import { open } from "node:fs/promises"
import { jsonLinesFormat } from "@opencode/session-core/transfer"
import { translateFileError } from "../source/file-error.ts"
import { notImportable } from "../source/not-importable.ts"

/** What a file's first bytes say. */
export type FileKind = "sqlite" | "json-lines" | "json"

const sqliteMagic = Buffer.from("SQLite format 3\0")
const beginningBytes = 4096

/**
 * Recognises a file by its content; its name means nothing. Fails with `not_found`, `access_denied` or `invalid_input`,
 * saying what can be imported.
 */
export async function recognizeFile(path: string): Promise<FileKind> {
  const beginning = await readBeginning(path)
  if (beginning.length === 0) throw notImportable(`${path} is empty.`)
  if (beginning.subarray(0, sqliteMagic.length).equals(sqliteMagic)) return "sqlite"
  const text = beginning
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart()
  const [firstLine = ""] = text.split("\n")
  if (isHeader(firstLine)) return "json-lines"
  if (text.startsWith("{")) return "json"
  throw notImportable(`${path} is nothing that can be imported.`)
}

function isHeader(line: string): boolean {
  try {
    return JSON.parse(line).format === jsonLinesFormat
  } catch {
    return false
  }
}

async function readBeginning(path: string): Promise<Buffer> {
  try {
    await using file = await open(path, "r")
    if ((await file.stat()).isDirectory()) throw notImportable(`${path} is a folder.`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw translateFileError(error, path)
  }
}
