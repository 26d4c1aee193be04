import type { JsonObject } from "@opencode/session-core/provider"
import { documentedConfigurations, documentedDsns } from "session-test-support/mysql-documentation"
import { expect, test } from "vitest"
import { optionsOf } from "../support/options-of.ts"

const environments = documentedDsns().map((dsn) => ({ OPENCODE_MYSQL_DSN: dsn }))
const configurations = documentedConfigurations().map(({ sessionProvider }) => sessionProvider.mysql as JsonObject)

test("docs/mysql.md has the documentation's examples", () => {
  expect(environments.length).toBeGreaterThanOrEqual(2)
  expect(configurations.length).toBeGreaterThanOrEqual(4)
})

test.each(environments)("$OPENCODE_MYSQL_DSN", (environment) => {
  expect(optionsOf({}, environment)).toMatchObject({
    address: { host: "localhost", port: 3306 },
    database: "opencode",
    maxConnections: 10,
    maxIdleConnections: 5,
    connectionTimeout: 30_000,
    tls: { mode: "off" },
  })
})

test.each(configurations.map((options) => [Object.keys(options).join(", "), options] as const))("%s", (_, options) => {
  expect(optionsOf(options)).toMatchObject({ address: { port: 3306 }, database: "opencode", maxConnections: 10 })
})
