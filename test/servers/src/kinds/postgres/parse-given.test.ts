import { expect, test } from "vitest"
import { parseGiven } from "./parse-given.ts"

test.each([
  ["postgres://root:p%40@db:1/x", { host: "db", port: 1, administrator: { user: "root", password: "p@" } }],
  ["postgresql://root@[::1]/", { host: "::1", port: 5432, administrator: { user: "root", password: "" } }],
])("%s", (text, expected) => {
  expect(parseGiven(text)).toEqual({ socketPath: null, ...expected })
})

test("another server's URL is none", () => {
  expect(parseGiven("mysql://root@db/")).toBeNull()
})
