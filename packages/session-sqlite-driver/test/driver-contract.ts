import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict"
import { chmodSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { chosenDriver, loadDriver, type SqliteDatabase, type SqliteDriver } from "../src/index.ts"

/*
 * What the code above the drivers relies on, whichever is in use. Without a test runner, so that it runs in every runtime.
 */

/** A promise of a driver. */
export interface DriverCase {
  title: string
  run(driver: SqliteDriver, folder: string): void | Promise<void>
}

const options = { timeout: 0 }
const hasCode = (code: string) => (error: unknown) => {
  ok(error instanceof Error && "code" in error, String(error))
  equal(error.code, code)
  return true
}

/** A database in a folder, closed at the end, with what it is given in it. */
function withDatabase(
  driver: SqliteDriver,
  folder: string,
  statements: readonly string[],
  use: (database: SqliteDatabase, file: string) => void,
): void {
  const file = join(folder, "x.db")
  const database = driver.open(file, options)
  try {
    for (const statement of statements) database.exec(statement)
    use(database, file)
  } finally {
    if (database.open) database.close()
  }
}

export const driverCases: readonly DriverCase[] = [
  {
    title: "a text with NULs comes back whole, in every shape of row and in either encoding",
    run(driver, folder) {
      const text = "a\u0000b ä 𝄞\u0000"
      for (const encoding of ["UTF-8", "UTF-16le", "UTF-16be"]) {
        withDatabase(driver, folder, [`PRAGMA encoding = '${encoding}'`, "CREATE TABLE t (x)"], (database, file) => {
          database.prepare("INSERT INTO t VALUES (?)").run([text])
          const select = "SELECT x, x AS y FROM t WHERE x = ? ORDER BY x"
          deepEqual(database.prepare(select).all([text]), [{ x: text, y: text }])
          deepEqual(database.prepareArrays(select).get([text]), [text, text])
          deepEqual([...database.prepareValues(select).iterate([text])], [text])
          deepEqual(database.prepareValues("WITH s AS (SELECT x FROM t) SELECT x FROM s -- all").all(), [text])
          database.close()
          rmSync(file)
        })
      }
    },
  },
  {
    title: "a lone surrogate becomes U+FFFD and leaves its neighbours alone",
    run(driver, folder) {
      withDatabase(driver, folder, [], (database) => {
        equal(database.prepareValues("SELECT ?").get(["a\ud800x"]), "a\ufffdx")
        deepEqual(database.prepareValues("SELECT ?").all(["\udc00"]), ["\ufffd"])
      })
    },
  },
  {
    title: "numbers, null and bytes come back as they were",
    run(driver, folder) {
      withDatabase(driver, folder, ["CREATE TABLE t (a, b, c, d, e)"], (database) => {
        const bytes = new Uint8Array([0, 255, 84, 0])
        database.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)").run([1.5, -(2 ** 53 - 1), null, bytes, ""])
        const [row = []] = database.prepareArrays("SELECT a, b, c, d, e FROM t").all()
        deepEqual(row.slice(0, 3), [1.5, -(2 ** 53 - 1), null])
        ok(row[3] instanceof Uint8Array)
        deepEqual([...row[3]], [...bytes])
        equal(row[4], "")
      })
    },
  },
  {
    title: "an integer that no number holds is the nearest number, or exact where that was asked for",
    run(driver, folder) {
      const large = "SELECT 9007199254740993 AS x, 7 AS y, 'z' AS z"
      withDatabase(driver, folder, [], (database, file) => {
        const nearest = { x: 9007199254740992, y: 7, z: "z" }
        deepEqual(database.prepare(large).all(), [nearest])
        deepEqual(database.prepare(large).get(), nearest)
        deepEqual([...database.prepare(large).iterate()], [nearest])
        const exact = driver.open(file, { ...options, readOnly: true, exactIntegers: true })
        deepEqual(exact.prepare(large).all(), [{ x: 9007199254740993n, y: 7, z: "z" }])
        deepEqual(exact.prepareArrays(large).get(), [9007199254740993n, 7, "z"])
        deepEqual([...exact.prepareValues(large).iterate()], [9007199254740993n])
        exact.close()
      })
    },
  },
  {
    title: "columns of one name are all there in an array, and a column's name is never a row's prototype",
    run(driver, folder) {
      withDatabase(driver, folder, [], (database, file) => {
        const select = 'SELECT 1 AS a, 2 AS a, 3 AS "7", 4 AS "__proto__"'
        deepEqual(database.prepareArrays(select).all(), [[1, 2, 3, 4]])
        deepEqual([...database.prepareArrays(select).iterate()], [[1, 2, 3, 4]])
        const foreign = driver.open(file, { ...options, readOnly: true, exactIntegers: true })
        for (const row of [foreign.prepare(select).get() ?? {}, ...foreign.prepare(select).iterate()]) {
          ok(Object.hasOwn(row, "__proto__"))
          equal(row["7"], 3)
        }
        foreign.close()
      })
    },
  },
  {
    title: "a statement that gives no rows gives none, and one that finds none gives undefined",
    run(driver, folder) {
      withDatabase(driver, folder, ["CREATE TABLE t (x)"], (database) => {
        deepEqual(database.prepare("INSERT INTO t VALUES (?)").all([1]), [])
        equal(database.prepareValues("SELECT x FROM t WHERE x = 2").get(), undefined)
        deepEqual(database.prepare("SELECT x FROM t WHERE x = 2").all(), [])
        deepEqual([...database.prepare("SELECT x FROM t WHERE x = 2").iterate()], [])
        equal(database.pragma("user_version = 7"), undefined)
        equal(database.pragma("user_version"), 7)
      })
    },
  },
  {
    title: "whoever stops reading early may run the statement again, and write",
    run(driver, folder) {
      const rows = ["CREATE TABLE t (x)", "INSERT INTO t VALUES (1), (2), (3)"]
      withDatabase(driver, folder, rows, (database, file) => {
        const statement = database.prepareValues("SELECT x FROM t ORDER BY x")
        for (const value of statement.iterate()) if (value === 2) break
        deepEqual([...statement.iterate()], [1, 2, 3])
        for (const _ of statement.iterate()) break
        database.exec("DELETE FROM t WHERE x = 1")
        const other = driver.open(file, options)
        // Nothing is left open that would keep another process waiting.
        other.exec("BEGIN EXCLUSIVE; COMMIT")
        other.close()
        deepEqual(statement.all(), [2, 3])
      })
    },
  },
  {
    title: "a table that gets another column meanwhile is read with it",
    run(driver, folder) {
      withDatabase(driver, folder, ["CREATE TABLE t (x)", "INSERT INTO t VALUES (1)"], (database) => {
        const statement = database.prepare("SELECT x FROM t")
        deepEqual(statement.all(), [{ x: 1 }])
        database.exec("ALTER TABLE t ADD COLUMN y")
        deepEqual(statement.all(), [{ x: 1 }])
      })
    },
  },
  {
    title: "failures have the extended names of their result codes",
    run(driver, folder) {
      const tables = [
        "CREATE TABLE t (x INTEGER PRIMARY KEY, y TEXT UNIQUE, z TEXT NOT NULL DEFAULT '')",
        "CREATE TABLE u (x REFERENCES t (x)) ",
        "PRAGMA foreign_keys = ON",
        "INSERT INTO t (x, y) VALUES (1, 'a')",
      ]
      withDatabase(driver, folder, tables, (database, file) => {
        const fails = (sql: string, code: string) => {
          throws(() => database.prepare(sql).run(), hasCode(code))
          throws(() => database.prepare(sql).all(), hasCode(code))
        }
        fails("INSERT INTO t (x) VALUES (1)", "SQLITE_CONSTRAINT_PRIMARYKEY")
        fails("INSERT INTO t (y) VALUES ('a')", "SQLITE_CONSTRAINT_UNIQUE")
        fails("INSERT INTO t (z) VALUES (NULL)", "SQLITE_CONSTRAINT_NOTNULL")
        fails("INSERT INTO u VALUES (2)", "SQLITE_CONSTRAINT_FOREIGNKEY")
        throws(() => database.prepare("SELECT nothing FROM nowhere"), hasCode("SQLITE_ERROR"))
        const other = driver.open(file, options)
        other.prepare("BEGIN IMMEDIATE").run()
        throws(() => database.exec("BEGIN IMMEDIATE"), hasCode("SQLITE_BUSY"))
        throws(() => database.prepare("BEGIN IMMEDIATE").run(), hasCode("SQLITE_BUSY"))
        other.exec("ROLLBACK")
        other.close()
        const reader = driver.open(file, { ...options, readOnly: true })
        throws(() => reader.prepare("DELETE FROM u").run(), hasCode("SQLITE_READONLY"))
        reader.close()
      })
    },
  },
  {
    title: "a file that cannot be opened, is no database or is cut off says so",
    run(driver, folder) {
      const missing = join(folder, "missing.db")
      throws(() => driver.open(missing, { ...options, readOnly: true }), hasCode("SQLITE_CANTOPEN"))
      throws(
        () => driver.open(folder, options),
        (error) => match(String(Reflect.get(Object(error), "code")), /^SQLITE_CANTOPEN/) ?? true,
      )
      deepEqual(readdirSync(folder), [])
      const other = join(folder, "other.db")
      writeFileSync(other, "This is a text, longer than a header. ".repeat(100))
      const database = driver.open(other, options)
      throws(() => database.prepare("SELECT name FROM sqlite_master").all(), hasCode("SQLITE_NOTADB"))
      throws(() => database.pragma("application_id"), hasCode("SQLITE_NOTADB"))
      database.close()
      const rows = [
        "CREATE TABLE t (x)",
        "INSERT INTO t SELECT hex(zeroblob(3000)) FROM (VALUES (1), (2), (3), (4), (5))",
      ]
      withDatabase(driver, folder, rows, (whole, file) => {
        whole.close()
        truncateSync(file, 4096 * 4)
        const cut = driver.open(file, options)
        throws(() => cut.prepare("SELECT x FROM t").all(), hasCode("SQLITE_CORRUPT"))
        throws(() => [...cut.prepare("SELECT x FROM t").iterate()], hasCode("SQLITE_CORRUPT"))
        cut.close()
      })
    },
  },
  {
    title: "it knows whether a transaction is open, and whether the file is",
    run(driver, folder) {
      withDatabase(driver, folder, [], (database, file) => {
        equal(database.inTransaction, false)
        database.prepare("BEGIN").run()
        equal(database.inTransaction, true)
        database.exec("ROLLBACK")
        equal(database.inTransaction, false)
        const statement = database.prepare("SELECT 1 AS x")
        statement.all()
        database.close()
        equal(database.open, false)
        equal(database.inTransaction, false)
        throws(() => statement.all())
        throws(() => database.prepare("SELECT 1"))
        // Closed means that nobody holds the file any more.
        const other = driver.open(file, options)
        other.exec("PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE t (x)")
        other.close()
      })
    },
  },
  {
    title: "full-text search by trigrams is there, as the schema needs it",
    run(driver, folder) {
      const tables = [
        "CREATE VIRTUAL TABLE s USING fts5(t, content='', contentless_delete=1, detail='none', tokenize='trigram')",
        "CREATE VIRTUAL TABLE v USING fts5vocab(s, 'row')",
        "INSERT INTO s (rowid, t) VALUES (1, 'needle'), (2, 'other')",
      ]
      withDatabase(driver, folder, tables, (database) => {
        const found = database.prepareValues(`SELECT rowid FROM s WHERE s MATCH '"nee" AND "edl"' ORDER BY rowid DESC`)
        deepEqual(found.all(), [1])
        equal(database.prepareValues("SELECT count(*) FROM v WHERE term >= 'o'").get(), 2)
      })
    },
  },
  {
    title: "a file in write-ahead mode is read without a file beside it, as in a read-only folder",
    async run(driver, folder) {
      const file = join(folder, "50% #1?.db")
      const writer = driver.open(file, options)
      for (const statement of ["PRAGMA journal_mode = WAL", "CREATE TABLE t (x)", "INSERT INTO t VALUES (9)"]) {
        writer.exec(statement)
      }
      writer.close()
      chmodSync(folder, 0o500)
      try {
        const database = await driver.openImmutable(file, {})
        deepEqual(database.prepareValues("SELECT x FROM t").all(), [9])
        throws(() => database.prepare("INSERT INTO t VALUES (1)").run())
        deepEqual(readdirSync(folder), ["50% #1?.db"])
        database.close()
        await rejects(Promise.resolve().then(() => driver.openImmutable(join(folder, "missing.db"), {})))
      } finally {
        chmodSync(folder, 0o700)
      }
    },
  },
  {
    title: "what is chosen is what is used, and anything else is refused by an error that names what there is",
    async run(driver) {
      equal((await loadDriver(driver.name)).driver, driver)
      match(driver.sqliteVersion, /^3\.\d+\.\d+$/)
      equal(chosenDriver({ OPENCODE_SQLITE_DRIVER: driver.name }), driver.name)
      equal(chosenDriver({}), undefined)
      equal(chosenDriver({ OPENCODE_SQLITE_DRIVER: "" }), undefined)
      throws(() => chosenDriver({ OPENCODE_SQLITE_DRIVER: "sqlite3" }), hasCode("invalid_configuration"))
      const elsewhere = process.versions.bun === undefined ? "bun:sqlite" : "better-sqlite3"
      await rejects(loadDriver(elsewhere), (error: unknown) => {
        ok(error instanceof Error && "hint" in error)
        ok(String(error.hint).includes(driver.name))
        ok(error.message.includes(elsewhere))
        return hasCode("runtime_unsupported")(error)
      })
    },
  },
]
