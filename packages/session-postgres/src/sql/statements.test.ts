import { PGlite } from "@electric-sql/pglite"
import { dataOfPart, namedStatements, searchFilterVariant, sharedStatements } from "@opencode/session-core/drizzle"
import { statementsFile } from "session-test-support/statements-file"
import { expect, test } from "vitest"
import { migrations } from "../migrations.ts"
import { postgresDialect } from "./postgres-dialect.ts"
import { searchStatements } from "./search-statements.ts"

/** A term of one spelling, and one of two. */
const groups = [1, 2]
const filters = {
  all: {},
  filtered: {
    ...{ author: "ann", from: 1, folder: "web", model: "m", origin: "Goose", pinned: true, tag: "t" },
    ...{ role: "user", partType: "text" },
  },
}
const proposing = searchStatements(() => true)
const search = Object.fromEntries(
  (["project", "all"] as const).flatMap((each) =>
    Object.entries(filters).map(([name, filter]) => {
      const scope = { scope: each, ...searchFilterVariant(filter) }
      const statements = {
        proposedTitles: proposing.proposedTitles(scope, groups),
        proposedParts: proposing.proposedParts(scope, groups, []),
        proposedPartsByIndex: proposing.proposedParts(scope, groups, ["%word%"]),
      }
      return [name === "all" ? each : `${each}, ${name}`, statements]
    }),
  ),
)

test("PostgreSQL takes every statement, and none changes without somebody having looked at it", async () => {
  const database = await PGlite.create()
  for (const migration of migrations) for (const each of migration.statements) await database.exec(each)
  const refused: string[] = []
  const seen: { name: string; sql: string }[] = []
  const all = [...sharedStatements(postgresDialect), ...namedStatements("search", { ...search, dataOfPart })]
  for (const [index, [name, definition]] of all.entries()) {
    const { sql } = definition.render(postgresDialect)
    seen.push({ name, sql })
    await database
      .exec(`prepare s${index} as ${sql}`)
      .catch((error: unknown) => refused.push(`${name}: ${String(error)}\n${sql}`))
  }
  await database.close()
  expect(refused).toEqual([])
  expect(seen.length).toBeGreaterThan(80)
  await expect(statementsFile("What PostgreSQL runs", seen)).toMatchFileSnapshot("statements.sql")
})
