import { open } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"
import { jsonLinesFormat } from "@opencode/session-core/transfer"

/** What a file's first bytes say. */
export type FileKind = "sqlite" | "json-lines" | "json"

const sqliteMagic = Buffer.from("SQLite format 3\0")
const beginningBytes = 4096

/** What can be imported, for errors. */
export const recognised =
  "an OpenCode 1.x database (opencode.db), an export of OpenCode (JSON), a database of the older OpenCode in Go, or an export of opencode-session (JSON Lines)"

/**
 * Recognises a file by its content; its name means nothing. Fails with `not_found`, `access_denied` or `invalid_input`,
 * saying what can be imported.
 */
export async function recognizeFile(path: string): Promise<FileKind> {
  const beginning = await readBeginning(path)
  if (beginning.length === 0) throw unknown(`${path} is empty.`)
  if (beginning.subarray(0, sqliteMagic.length).equals(sqliteMagic)) return "sqlite"
  const text = beginning
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart()
  const [firstLine = ""] = text.split("\n")
  if (isHeader(firstLine)) return "json-lines"
  if (text.startsWith("{")) return "json"
  throw unknown(`${path} is nothing that can be imported.`)
}

function isHeader(line: string): boolean {
  try {
    return JSON.parse(line).format === jsonLinesFormat
  } catch {
    return false
  }
}

export function unknown(message: string): SessionStorageError {
  return new SessionStorageError("invalid_input", message, { hint: `What can be imported: ${recognised}.` })
}

async function readBeginning(path: string): Promise<Buffer> {
  try {
    await using file = await open(path, "r")
    if ((await file.stat()).isDirectory()) throw unknown(`${path} is a folder.`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw translateFileError(error, path)
  }
}

/** One of our errors for one of Node's, naming the file. Others come back as they are. */
export function translateFileError(error: unknown, path: string): unknown {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error) || !("code" in error)) return error
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new SessionStorageError("not_found", `There is no file ${path}.`, {
        hint: "Check the path.",
        cause: error,
      })
    case "EACCES":
    case "EPERM":
      return new SessionStorageError("access_denied", `${path} may not be read.`, {
        hint: "Check the permissions of the file and of the folders above it.",
        cause: error,
      })
    case "EISDIR":
      return unknown(`${path} is a folder.`)
    default:
      return error
  }
}
