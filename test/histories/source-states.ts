import { execFileSync, spawn } from "node:child_process"
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { gzipSync, zstdCompressSync } from "node:zlib"
import type { Generation } from "./generation.ts"

/** A source as a person may find it: what was written, put into another state. */
export interface SourceState {
  /** For people: `compressed with gzip`. */
  name: string
  /** Puts what stands at `path` into this state, in an empty folder, and gives what is to be imported. */
  put(path: string, folder: string, using: DisposableStack): string
}

const asItIs: SourceState = { name: "as it is", put: (path) => path }

const link: SourceState = {
  name: "through a link",
  put(path, folder) {
    symlinkSync(path, join(folder, basename(path)))
    return join(folder, basename(path))
  },
}

const packed = (name: string, ending: string, pack: (bytes: Buffer) => Buffer): SourceState => ({
  name,
  put(path, folder) {
    const file = join(folder, `${basename(path)}${ending}`)
    writeFileSync(file, pack(readFileSync(path)))
    return file
  },
})

const gzip = packed("gzip", ".gz", (bytes) => gzipSync(bytes))
const zstandard = packed("Zstandard", ".zst", (bytes) => zstdCompressSync(bytes))

const pipe: SourceState = {
  name: "a pipe",
  put(path, folder) {
    const fifo = join(folder, "pipe")
    execFileSync("mkfifo", [fifo])
    spawn("sh", ["-c", 'cat "$1" > "$2"', "sh", path, fifo], { stdio: "ignore" })
    return fifo
  },
}

const inFolder: SourceState = {
  name: "in a folder",
  put(path, folder) {
    cpSync(path, join(folder, "history", "of", basename(path)), { recursive: true })
    writeFileSync(join(folder, "history", "README.md"), "Nothing to import.\n")
    return join(folder, "history")
  },
}

/** Copies a database that a program has open, as it is on the disk: with what stands beside it. */
function copyWhileOpen(path: string, folder: string, beside: "-wal" | "-journal", statements: string): string {
  using database = new DatabaseSync(path)
  database.exec(statements)
  const file = join(folder, basename(path))
  if (statSync(path + beside).size === 0) throw new Error(`${path} has nothing in its ${beside}.`)
  for (const ending of ["", "-wal", "-journal"])
    if (existsSync(path + ending)) copyFileSync(path + ending, file + ending)
  return file
}

/** Writes every page anew, and none of it into the file itself. */
const intoWal = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; VACUUM"

const databaseStates: readonly SourceState[] = [
  asItIs,
  {
    name: "open, all of it in the -wal",
    put(path, _folder, using) {
      const database = using.use(new DatabaseSync(path))
      database.exec(intoWal)
      return path
    },
  },
  {
    name: "rollback mode",
    put(path) {
      using database = new DatabaseSync(path)
      database.exec("PRAGMA journal_mode = DELETE")
      return path
    },
  },
  {
    name: "killed in a transaction",
    put: (path, folder) =>
      copyWhileOpen(
        path,
        folder,
        "-journal",
        `PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
           CREATE TABLE lost (text); INSERT INTO lost
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT hex(randomblob(100)) FROM n`,
      ),
  },
  {
    name: "-wal, read-only folder",
    put(path, folder, using) {
      const file = copyWhileOpen(path, folder, "-wal", intoWal)
      chmodSync(folder, 0o500)
      using.defer(() => chmodSync(folder, 0o700))
      return file
    },
  },
  link,
  gzip,
  zstandard,
  pipe,
  inFolder,
]

const withText = (name: string, change: (text: string) => string | Buffer): SourceState => ({
  name,
  put(path, folder) {
    const file = join(folder, basename(path))
    writeFileSync(file, change(readFileSync(path, "utf8")))
    return file
  },
})

const exportStates: readonly SourceState[] = [
  asItIs,
  withText("byte order mark", (text) => `\u{feff}${text}`),
  withText("UTF-16", (text) => Buffer.from(`\u{feff}${text}`, "utf16le")),
  withText("CRLF", (text) => text.replaceAll("\n", "\r\n")),
  withText("a status line before it", (text) => `Exporting session: ses_1\n${text}`),
  ...[link, gzip, zstandard, pipe, inFolder],
]

/** All files below a folder. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

const readOnly: SourceState = {
  name: "read-only",
  put(path, _folder, using) {
    const folders = [path, ...readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name))]
    const modes = folders.map((each) => [each, statSync(each).mode] as const)
    for (const [each, mode] of modes) chmodSync(each, mode & 0o555)
    using.defer(() => {
      for (const [each, mode] of modes) chmodSync(each, mode)
    })
    return path
  },
}

/** Changes each file of a folder. */
const eachFile = (name: string, change: (file: string) => void): SourceState => ({
  name,
  put(path, folder) {
    cpSync(path, join(folder, "copy"), { recursive: true })
    for (const file of filesBelow(join(folder, "copy"))) change(file)
    return join(folder, "copy")
  },
})

const folderStates: readonly SourceState[] = [asItIs, readOnly, link, inFolder]

const linesStates: readonly SourceState[] = [
  ...folderStates,
  eachFile("last line cut off", (file) => appendFileSync(file, '{"type":"half a li')),
  eachFile("CRLF", (file) => writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"))),
  {
    name: "file by file, gzip",
    put(path, folder) {
      for (const file of filesBelow(path)) {
        const target = join(folder, `${relative(path, file)}.gz`)
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, gzipSync(readFileSync(file)))
      }
      return folder
    },
  },
]

/** The states that a source of a kind may be in. */
export const statesOf: Readonly<Record<Generation["kind"], readonly SourceState[]>> = {
  database: databaseStates,
  export: exportStates,
  folder: folderStates,
  lines: linesStates,
}
