import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { openBare } from "../support/open-bare.ts"
import { PageCounter } from "./page-counter.ts"

const pageSize = 4096

/** A database whose pages are known, and what counts those that are written to it. */
function counted(schema: string) {
  const folder = mkdtempSync(join(tmpdir(), "session-bench-"))
  const file = join(folder, "known.db")
  const database = openBare(file)
  database.exec(schema)
  const counter = new PageCounter(file)
  onTestFinished(() => {
    counter[Symbol.dispose]()
    database.close()
    rmSync(folder, { recursive: true })
  })
  return { file, database, written: () => Object.fromEntries(counter.written()) }
}

it("counts one page of a table and one of each index for a small row", () => {
  const { database, written } = counted("CREATE TABLE item (name TEXT UNIQUE, age INT); CREATE INDEX age ON item (age)")
  database.exec("INSERT INTO item VALUES ('a', 1)")
  expect(written()).toEqual({ item: 1, sqlite_autoindex_item_1: 1, age: 1 })
  database.exec("UPDATE item SET age = 2")
  expect(written()).toEqual({ item: 1, age: 1 })
  database.exec("SELECT * FROM item")
  expect(written()).toEqual({})
})

it("counts a page once for each transaction that writes it", () => {
  const { database, written } = counted("CREATE TABLE item (name TEXT)")
  database.exec("INSERT INTO item VALUES ('a'); INSERT INTO item VALUES ('b')")
  database.exec("BEGIN; INSERT INTO item VALUES ('c'); INSERT INTO item VALUES ('d'); COMMIT")
  expect(written()).toEqual({ item: 3 })
})

it("finds the b-tree of overflow pages, and the header that says how long the file is", () => {
  const { database, written } = counted("CREATE TABLE item (name TEXT)")
  // The rest of the value is on overflow pages. Each begins with four bytes for the number of the next.
  database.prepare("INSERT INTO item VALUES (?)").run("x".repeat(3 * (pageSize - 4)))
  expect(written()).toEqual({ item: 1 + 3, sqlite_schema: 1 })
})

it("finds the b-tree of pages that a split makes", () => {
  const { database, written } = counted("CREATE TABLE item (name TEXT); CREATE TABLE other (name TEXT)")
  const insert = database.prepare("INSERT INTO item VALUES (?)")
  for (let count = 0; count < 3; count += 1) insert.run("x".repeat(1200))
  expect(written()).toEqual({ item: 3 })
  // Two rows that do not fit on the root any more: it becomes the parent of two leaves.
  insert.run("x".repeat(1200))
  expect(written()).toEqual({ item: 3, sqlite_schema: 1 })
})

it("counts pages that are given back, and gives them to the b-tree that takes them", () => {
  const { database, written } = counted("CREATE TABLE first (name TEXT); CREATE TABLE second (name TEXT)")
  const large = "x".repeat(3 * (pageSize - 4))
  database.prepare("INSERT INTO first VALUES (?)").run(large)
  written()
  database.exec("DELETE FROM first")
  // Of the free pages only the first is written: it lists the others.
  expect(written()).toEqual({ first: 1, "(free pages)": 1, sqlite_schema: 1 })
  database.prepare("INSERT INTO second VALUES (?)").run(large)
  expect(written()).toEqual({ second: 1 + 3, sqlite_schema: 1 })
})

it("loses no page while checkpoints run, and counts those of other connections", () => {
  const { file, database, written } = counted("CREATE TABLE item (name TEXT)")
  const other = openBare(file)
  database.pragma("wal_autocheckpoint = 10")
  const insert = other.prepare("INSERT INTO item VALUES ('a')")
  for (let count = 0; count < 100; count += 1) {
    insert.run()
    // A page that stays as it was is not written.
    database.prepare("UPDATE item SET name = ? WHERE rowid = 1").run(count)
    database.pragma("wal_checkpoint(PASSIVE)")
  }
  other.close()
  expect(written()).toEqual({ item: 200 })
})

it("counts nothing of a transaction that was rolled back, or is not committed yet", () => {
  const { database, written } = counted("CREATE TABLE item (name TEXT)")
  // So few pages in memory that the others are written before the commit.
  database.pragma("cache_size = 5")
  const insert = database.prepare("INSERT INTO item VALUES (?)")
  database.exec("BEGIN")
  for (let count = 0; count < 50; count += 1) insert.run("x".repeat(3000))
  expect(written()).toEqual({})
  database.exec("ROLLBACK")
  expect(written()).toEqual({})
  insert.run("a")
  expect(written()).toEqual({ item: 1 })
})
