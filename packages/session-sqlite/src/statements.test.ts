import { namedStatements, sharedStatements } from "@opencode/session-core/drizzle"
import { statementsFile } from "session-test-support/statements-file"
import { expect, test } from "vitest"
import * as search from "./search-statements.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"

test("no statement that SQLite runs changes without somebody having looked at it", async () => {
  const statements = [...sharedStatements(sqliteDialect), ...namedStatements("search", search)].map(
    ([name, definition]) => ({ name, sql: definition.render(sqliteDialect).sql }),
  )
  expect(statements.length).toBeGreaterThan(80)
  await expect(statementsFile("What SQLite runs", statements)).toMatchFileSnapshot("statements.sql")
})
