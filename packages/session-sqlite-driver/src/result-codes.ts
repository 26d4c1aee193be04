/** SQLite's result codes by their numbers, and the extended ones of each in the order of theirs (the second byte, from 1 on). */
const codes: Readonly<Record<number, readonly [primary: string, ...extended: string[]]>> = {
  1: ["ERROR", "MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
  2: ["INTERNAL"],
  3: ["PERM"],
  4: ["ABORT", "", "ROLLBACK"],
  5: ["BUSY", "RECOVERY", "SNAPSHOT", "TIMEOUT"],
  6: ["LOCKED", "SHAREDCACHE", "VTAB"],
  7: ["NOMEM"],
  8: ["READONLY", "RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
  9: ["INTERRUPT"],
  10: [
    "IOERR",
    ...["READ", "SHORT_READ", "WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT", "UNLOCK", "RDLOCK", "DELETE"],
    ...[
      "BLOCKED",
      "NOMEM",
      "ACCESS",
      "CHECKRESERVEDLOCK",
      "LOCK",
      "CLOSE",
      "DIR_CLOSE",
      "SHMOPEN",
      "SHMSIZE",
      "SHMLOCK",
    ],
    ...["SHMMAP", "SEEK", "DELETE_NOENT", "MMAP", "GETTEMPPATH", "CONVPATH", "VNODE", "AUTH", "BEGIN_ATOMIC"],
    ...["COMMIT_ATOMIC", "ROLLBACK_ATOMIC", "DATA", "CORRUPTFS", "IN_PAGE"],
  ],
  11: ["CORRUPT", "VTAB", "SEQUENCE", "INDEX"],
  12: ["NOTFOUND"],
  13: ["FULL"],
  14: ["CANTOPEN", "NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
  15: ["PROTOCOL"],
  17: ["SCHEMA"],
  18: ["TOOBIG"],
  19: [
    "CONSTRAINT",
    ...["CHECK", "COMMITHOOK", "FOREIGNKEY", "FUNCTION", "NOTNULL", "PRIMARYKEY", "TRIGGER", "UNIQUE", "VTAB", "ROWID"],
    ...["PINNED", "DATATYPE"],
  ],
  20: ["MISMATCH"],
  21: ["MISUSE"],
  22: ["NOLFS"],
  23: ["AUTH", "USER"],
  25: ["RANGE"],
  26: ["NOTADB"],
}

/** What SQLite says of some results: Deno gives only that for a statement without values. */
const messages: readonly [begins: string, name: string][] = [
  ["database is locked", "SQLITE_BUSY"],
  ["database table is locked", "SQLITE_LOCKED"],
  ["database schema is locked", "SQLITE_LOCKED"],
  ["unable to open database file", "SQLITE_CANTOPEN"],
  ["attempt to write a readonly database", "SQLITE_READONLY"],
  ["database disk image is malformed", "SQLITE_CORRUPT"],
  ["malformed database schema", "SQLITE_CORRUPT"],
  ["file is not a database", "SQLITE_NOTADB"],
  ["database or disk is full", "SQLITE_FULL"],
  ["disk I/O error", "SQLITE_IOERR"],
  ["access permission denied", "SQLITE_PERM"],
  ["out of memory", "SQLITE_NOMEM"],
  ["string or blob too big", "SQLITE_TOOBIG"],
]

/** The name of a result code, extended where SQLite has a name for it: 2067 is `SQLITE_CONSTRAINT_UNIQUE`. */
export function resultCodeName(number: number): string {
  const [primary, ...extended] = codes[number & 0xff] ?? ["ERROR"]
  const detail = extended[(number >> 8) - 1]
  return detail ? `SQLITE_${primary}_${detail}` : `SQLITE_${primary}`
}

/** The name of the result code that belongs to a message. */
export const resultCodeOf = (message: string): string =>
  messages.find(([begins]) => message.startsWith(begins))?.[1] ?? "SQLITE_ERROR"

/** A driver's error with the name of a result code as its `code`. */
export function sqliteError(cause: Error, code: string): Error {
  return Object.assign(new Error(cause.message, { cause }), { name: "SqliteError", code })
}
