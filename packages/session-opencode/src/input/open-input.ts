import { hash } from "node:crypto"
import { createReadStream, type Stats } from "node:fs"
import { open, readdir, realpath, stat } from "node:fs/promises"
import { hostname } from "node:os"
import { SessionStorageError } from "@opencode/session-core"
import { translateFileError } from "../source/file-error.ts"
import type { SourceInput } from "../source/source-input.ts"
import { type OpenedDatabase, openBeside, openForReading } from "../sqlite/open-for-reading.ts"
import { readTables } from "../sqlite/table-columns.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { unpacked } from "./compression.ts"
import { copyPrivately } from "./private-copy.ts"
import { textInput } from "./text-input.ts"

/** An input, and what must be closed after it. */
export type OpenedInput = SourceInput & Disposable

/** How an input is opened. */
export interface OpenInputOptions {
  /** Whether it is a database that this very process may have open, in WAL mode: see `openBeside`. Not by default. */
  isOpenHere?: boolean | undefined
}

const sqliteMagic = Buffer.from("SQLite format 3\0")
const beginningBytes = 64 * 1024
/** Names of standard input. Where it is a socket, none of them can be opened as a file. */
const standardInput = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

/**
 * Opens what a person named: a file, a folder, a pipe, or `-` for standard input. What is compressed or comes through a pipe is
 * copied first, since it has to be read more than once.
 *
 * Fails with `not_found`, `access_denied`, `invalid_input` (an empty file, an unknown compression), `corrupt`, `busy` or
 * `runtime_unsupported`, naming it.
 */
export async function openInput(
  path: string,
  signal?: AbortSignal,
  { isOpenHere = false }: OpenInputOptions = {},
): Promise<OpenedInput> {
  try {
    if (isOpenHere) return await openDatabase(path, path, await openBeside(path))
    const found = path === "-" ? null : await stat(path)
    if (found?.isDirectory()) return { kind: "folder", path, names: (await readdir(path)).sort(), ...nothingOpen }
    if (found?.isFile()) return await openFile(path, path, signal)
    return await openCopy(streamOf(path, found), nameOf(path), signal)
  } catch (error) {
    throw translateFileError(error, nameOf(path))
  }
}

const nothingOpen = { [Symbol.dispose]: () => {} }

const nameOf = (path: string): string => (path === "-" ? "Standard input" : path)

const streamOf = (path: string, found: Stats | null): AsyncIterable<Uint8Array> =>
  found === null || (standardInput.includes(path) && !found.isFile()) ? process.stdin : createReadStream(path)

async function openFile(file: string, name: string, signal: AbortSignal | undefined): Promise<OpenedInput> {
  const { beginning, size } = await readBeginning(file)
  if (beginning.length === 0) {
    throw new SessionStorageError("invalid_input", `${name} is empty.`, {
      hint: "Check that the export was written: a program that failed leaves an empty file.",
    })
  }
  if (beginning.subarray(0, sqliteMagic.length).equals(sqliteMagic)) return openDatabase(file, name)
  const content = unpacked(file, beginning, name)
  if (content !== null) return openCopy(content, name, signal)
  return { ...textInput(file, name, size, beginning), ...nothingOpen }
}

async function openCopy(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<OpenedInput> {
  const copy = await copyPrivately(stream, signal).catch((error) => {
    throw translateUnpackingError(error, name)
  })
  try {
    const input = await openFile(copy.file, name, signal)
    return {
      ...input,
      [Symbol.dispose]() {
        input[Symbol.dispose]()
        copy[Symbol.dispose]()
      },
    }
  } catch (error) {
    copy[Symbol.dispose]()
    throw error
  }
}

async function openDatabase(file: string, name: string, given?: OpenedDatabase): Promise<OpenedInput> {
  const opened = given ?? (await openForReading(file))
  const { database, notes } = opened
  try {
    const tables = readTables(database)
    const identity = file === name ? await identityOf(file) : null
    return {
      kind: "database",
      path: name,
      identity,
      database,
      tables,
      notes,
      [Symbol.dispose]: () => opened[Symbol.dispose](),
    }
  } catch (error) {
    opened[Symbol.dispose]()
    throw translateSqliteError(error, name)
  }
}

/** Of a file on this machine, whatever links lead to it. It is stored, and tells nothing of the path. */
async function identityOf(file: string): Promise<string> {
  const path = await realpath(file)
  const { ino, birthtimeNs, ctimeNs } = await stat(path, { bigint: true })
  // A file system gives the number of a removed file to the next one. Where it does not know when a file was made, it says when it changed.
  const madeAt = birthtimeNs === ctimeNs ? 0n : birthtimeNs
  return hash("sha256", JSON.stringify([hostname(), path, String(ino), String(madeAt)]), "base64").slice(0, 22)
}

async function readBeginning(file: string): Promise<{ beginning: Buffer; size: number }> {
  await using handle = await open(file, "r")
  const { size } = await handle.stat()
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0)
  return { beginning: buffer.subarray(0, bytesRead), size }
}

/** zlib's own errors begin with `Z_`, those of Zstandard with `ZSTD_`. */
function translateUnpackingError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || !/^(Z_|ZSTD_|ERR_ZSTD|ERR_ZLIB)/.test(String(error.code)))
    return error
  return new SessionStorageError("corrupt", `${name} cannot be unpacked: it is damaged or cut off.`, {
    hint: "Nothing was imported. Make the file again.",
    cause: error,
  })
}
