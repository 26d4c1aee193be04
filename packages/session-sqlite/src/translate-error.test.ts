import { errorCodes, SessionStorageError } from "@opencode/session-core/provider"
import { describe, expect, it } from "vitest"
import { sqliteCode, sqliteErrors, translateError } from "./translate-error.ts"

const driverError = (code: string, message = "as the driver says") => Object.assign(new Error(message), { code })

const expected = {
  SQLITE_BUSY: "busy",
  SQLITE_BUSY_SNAPSHOT: "busy",
  SQLITE_BUSY_RECOVERY: "busy",
  SQLITE_LOCKED: "busy",
  SQLITE_LOCKED_SHAREDCACHE: "busy",
  SQLITE_FULL: "storage_full",
  SQLITE_IOERR: "unavailable",
  SQLITE_IOERR_WRITE: "unavailable",
  SQLITE_IOERR_SHORT_READ: "unavailable",
  SQLITE_CORRUPT: "corrupt",
  SQLITE_CORRUPT_VTAB: "corrupt",
  SQLITE_CORRUPT_INDEX: "corrupt",
  SQLITE_NOTADB: "corrupt",
  SQLITE_CANTOPEN: "access_denied",
  SQLITE_CANTOPEN_ISDIR: "access_denied",
  SQLITE_PERM: "access_denied",
  SQLITE_READONLY: "read_only",
  SQLITE_READONLY_DBMOVED: "read_only",
  SQLITE_READONLY_DIRECTORY: "read_only",
  SQLITE_TOOBIG: "too_large",
  SQLITE_NOMEM: "unavailable",
  SQLITE_MISUSE: "unexpected",
  SQLITE_ERROR: "unexpected",
} as const

describe("translateError", () => {
  it.each(Object.entries(expected))("%s is %s, names the file, and keeps its cause", (code, ours) => {
    const cause = driverError(code)
    const error = translateError(cause, "/data/opencode.db")
    expect(error).toBeInstanceOf(SessionStorageError)
    expect(error).toMatchObject({ code: ours, cause, retryable: errorCodes[ours].retryable })
    expect(String(error)).toContain("/data/opencode.db")
    expect(String(error)).toContain("as the driver says")
  })

  it("every code in the table is one of ours, and tells a person what happened", () => {
    for (const [code, { code: ours, message }] of Object.entries(sqliteErrors)) {
      expect(Object.keys(expected)).toContain(code)
      expect(Object.keys(errorCodes)).toContain(ours)
      expect(message).toMatch(/^[A-Z].+\.$/)
    }
  })

  it("leaves our own errors and those of others as they are", () => {
    const own = new SessionStorageError("not_found", "x")
    const others = new TypeError("x")
    for (const error of [own, others, null, "text", undefined]) expect(translateError(error, "f")).toBe(error)
    expect(sqliteCode(driverError("ENOENT"))).toBeUndefined()
    expect(sqliteCode({ code: 5 })).toBeUndefined()
  })
})
