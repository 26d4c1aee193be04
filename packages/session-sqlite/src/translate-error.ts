import { type ErrorCode, SessionStorageError } from "@opencode/session-core/provider"

/** What a result code of SQLite means for us. Extended codes (`SQLITE_IOERR_WRITE`) fall back to the part before. */
export const sqliteErrors: Readonly<Record<string, { code: ErrorCode; message: string; hint?: string }>> = {
  SQLITE_BUSY: {
    code: "busy",
    message: "Another process holds the database.",
    hint: "Try again. If it goes on, look for a process that does not end its transaction.",
  },
  SQLITE_LOCKED: { code: "busy", message: "Another connection holds the table.", hint: "Try again." },
  SQLITE_FULL: {
    code: "storage_full",
    message: "The disk is full.",
    hint: "Free some space. What was stored before is safe.",
  },
  SQLITE_IOERR: {
    code: "unavailable",
    message: "The disk reported an error.",
    hint: "Check the disk and its free space. A database on a network drive is not safe: use MySQL to share sessions.",
  },
  SQLITE_CORRUPT: {
    code: "corrupt",
    message: "The database file is damaged.",
    hint: "Copy the file away, then try `sqlite3 FILE .recover`, or go back to a copy.",
  },
  SQLITE_NOTADB: {
    code: "corrupt",
    message: "The file is not a SQLite database.",
    hint: "Check the path. If it was one, go back to a copy.",
  },
  SQLITE_CANTOPEN: {
    code: "access_denied",
    message: "The database file cannot be opened.",
    hint: "Check that the folder exists and that you may write to it.",
  },
  SQLITE_PERM: { code: "access_denied", message: "Access to the database file was denied." },
  SQLITE_READONLY: {
    code: "read_only",
    message: "The database file cannot be written.",
    hint: "Check the permissions of the file and of its folder.",
  },
  SQLITE_TOOBIG: { code: "too_large", message: "A value is larger than SQLite takes." },
  SQLITE_NOMEM: { code: "unavailable", message: "SQLite has no memory left." },
}

/** An error of the driver as ours, naming the file. Errors that are ours, or none of SQLite's, stay as they are. */
export function translateError(error: unknown, file: string): unknown {
  const code = sqliteCode(error)
  if (code === undefined) return error
  const [, primary = code] = /^(SQLITE_[A-Z]+)/.exec(code) ?? []
  const known = sqliteErrors[code] ?? sqliteErrors[primary]
  const { code: ours, message, hint } = known ?? { code: "unexpected", message: "SQLite failed.", hint: undefined }
  const details = error instanceof Error ? error.message : String(error)
  return new SessionStorageError(ours, `${message} (${file}: ${details})`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}

/** The result code of an error of the driver; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (SessionStorageError.isInstance(error) || typeof error !== "object" || error === null) return undefined
  const code = "code" in error ? error.code : undefined
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined
}
