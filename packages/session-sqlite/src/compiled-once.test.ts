import { DatabaseSync, type StatementSync } from "node:sqlite"
import { namedStatements, sharedStatements } from "@opencode/session-core/drizzle"
import { expect, test } from "vitest"
import { migrations } from "./migrations.ts"
import * as search from "./search-statements.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"

const statements = [...sharedStatements(sqliteDialect), ...namedStatements("search", search)].map(
  ([name, definition]) => ({ name, sql: definition.render(sqliteDialect).sql }),
)

test("no call waits for SQLite to compile a statement again because other values are bound to it", () => {
  // From Node.js 24.10 on, which the types of the oldest supported version do not have.
  const database = new DatabaseSync(":memory:") as DatabaseSync & { setAuthorizer(ask: () => number): void }
  for (const migration of migrations) for (const statement of migration.statements) database.exec(statement)
  let compiled = 0
  database.setAuthorizer(() => {
    compiled += 1
    return 0
  })
  const again = statements.filter(({ sql }) => {
    const statement = database.prepare(sql)
    const parameters = [...sql.matchAll(/\?/g)]
    // The index of texts prepares statements of its own at its first use. It takes words of three characters.
    for (const word of ["one", "two"]) runWith(statement, Array(parameters.length).fill(word))
    const before = compiled
    runWith(statement, Array(parameters.length).fill("six"))
    return compiled > before
  })
  expect(again.map(({ name }) => name)).toEqual([])
  const planned = database.prepare("SELECT 1 LIMIT ?")
  const before = compiled
  planned.all(1)
  expect(compiled, "SQLite asks for permission whenever it compiles").toBeGreaterThan(before)
})

test("no statement has a parameter whose value SQLite plans by, also where it is built to plan by more than here", () => {
  const bare = /(?<!\+|cast\()\?/
  expect(statements.filter(({ sql }) => bare.test(sql)).map(({ name }) => name)).toEqual([])
})

/** A refusal of what the values make is no concern of this test: the statement was compiled by then. */
function runWith(statement: StatementSync, values: string[]): void {
  try {
    statement.all(...values)
  } catch (error) {
    if (!/constraint|mismatch/i.test(String(error))) throw error
  }
}
