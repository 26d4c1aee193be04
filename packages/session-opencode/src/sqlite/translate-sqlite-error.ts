import { type ErrorCode, SessionStorageError } from "@opencode/session-core"
import { DamagedSourceError } from "../source/damaged-source-error.ts"

/** What each of SQLite's errors means for a reader of a file, by the beginning of its code. */
const rules: { code: string; becomes: ErrorCode; problem: string; hint: string }[] = [
  {
    ...{ code: "SQLITE_NOTADB", becomes: "corrupt", problem: "is not a SQLite database, or a damaged one" },
    hint: "Name the database that OpenCode wrote, or an export.",
  },
  {
    ...{ code: "SQLITE_CORRUPT", becomes: "corrupt", problem: "is damaged" },
    hint: "What was imported is right and stays. Try `sqlite3 FILE .recover`, or a backup: the rest is then added.",
  },
  {
    ...{ code: "SQLITE_IOERR", becomes: "corrupt", problem: "cannot be read to its end" },
    hint: "Check the disk. What was imported is right and stays.",
  },
  {
    ...{ code: "SQLITE_BUSY", becomes: "busy", problem: "is locked by another program" },
    hint: "Wait until the other program is done, and try again.",
  },
  {
    ...{
      code: "SQLITE_READONLY",
      becomes: "access_denied",
      problem: "cannot be opened, because its folder is read-only",
    },
    hint: "Copy the file with its -wal file into a folder of your own, and import it from there.",
  },
  {
    ...{ code: "SQLITE_CANTOPEN", becomes: "access_denied", problem: "or a file beside it cannot be opened" },
    hint: "Check the permissions of the file, of its -wal and -shm files and of their folder.",
  },
  {
    ...{ code: "SQLITE_PERM", becomes: "access_denied", problem: "may not be read" },
    hint: "Check the permissions of the file.",
  },
]

/** Codes that say that a part of the file cannot be read while the rest may well be. */
const damage = /^SQLITE_(CORRUPT|IOERR)/

/**
 * One of our errors for the driver's, naming the file; for one that concerns only a place in it, a `DamagedSourceError`. Others
 * come back as they are.
 */
export function translateSqliteError(error: unknown, path: string, place?: string): unknown {
  const code = codeOf(error)
  const rule = rules.find((each) => code.startsWith(each.code))
  if (rule === undefined) return error
  const options = { hint: rule.hint, cause: error }
  if (place !== undefined && damage.test(code)) return new DamagedSourceError(`${path} ${rule.problem}`, place, options)
  return new SessionStorageError(rule.becomes, `${path} ${rule.problem}.`, options)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
