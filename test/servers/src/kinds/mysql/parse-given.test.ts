import { expect, test } from "vitest"
import { parseGiven } from "./parse-given.ts"

test.each([
  ["root:a:b@c/d@tcp(127.0.0.1:3307)/", { host: "127.0.0.1", port: 3307, user: "root", password: "a:b@c/d" }],
  ["root@tcp(db)/x?y=1", { host: "db", port: 3306, user: "root", password: "" }],
  ["root:p@tcp([::1]:3308)/", { host: "::1", port: 3308, user: "root", password: "p" }],
  ["mysql://root:p%40@db:1/x", { host: "db", port: 1, user: "root", password: "p@" }],
  ["root:p@unix(/run/m.sock)/", { host: "localhost", port: 0, user: "root", password: "p", socketPath: "/run/m.sock" }],
])("%s", (text, { user, password, ...expected }) => {
  expect(parseGiven(text)).toEqual({ socketPath: null, administrator: { user, password }, ...expected })
})

test("nonsense is no server", () => {
  expect(parseGiven("nonsense")).toBeNull()
})
