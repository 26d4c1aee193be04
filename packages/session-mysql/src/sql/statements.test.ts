import { dataOfPart, namedStatements, searchFilterVariant, sharedStatements } from "@opencode/session-core/drizzle"
import { statementsFile } from "session-test-support/statements-file"
import { expect, test } from "vitest"
import { statementForms } from "../connection/server-features.ts"
import { mysqlDialect } from "./mysql-dialect.ts"
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
const search = Object.fromEntries(
  (["project", "all"] as const).flatMap((each) =>
    Object.entries(filters).map(([name, filter]) => {
      const scope = { scope: each, ...searchFilterVariant(filter) }
      const statements = {
        proposedTitles: searchStatements.proposedTitles(scope, groups),
        proposedParts: searchStatements.proposedParts(scope, groups, []),
      }
      return [name === "all" ? each : `${each}, ${name}`, statements]
    }),
  ),
)

const forms = statementForms.userVariables.flatMap((userVariables) =>
  statementForms.foreignKeys.map((foreignKeys) => ({ userVariables, foreignKeys })),
)

test("no statement that MySQL runs changes without somebody having looked at it", async () => {
  const seen = new Set<string>()
  const statements: { name: string; sql: string }[] = []
  for (const form of forms) {
    const dialect = mysqlDialect(form)
    const own = [...sharedStatements(dialect), ...namedStatements("search", { ...search, dataOfPart })]
    for (const [name, definition] of own) {
      const { sql } = definition.render(dialect)
      // Of the other forms only what differs.
      if (seen.has(`${name} ${sql}`)) continue
      seen.add(`${name} ${sql}`)
      statements.push({ name: form === forms[0] ? name : `${name}, ${describeForm(form)}`, sql })
    }
  }
  expect(statements.length).toBeGreaterThan(80)
  await expect(statementsFile("What MySQL and MariaDB run", statements)).toMatchFileSnapshot("statements.sql")
})

const describeForm = ({ userVariables, foreignKeys }: (typeof forms)[number]): string =>
  [...(userVariables ? [] : ["without user variables"]), ...(foreignKeys ? [] : ["without foreign keys"])].join(", ")
