import { expect, test } from "vitest"
import { parseGivenServer } from "./parse-given-server.ts"
import { wantedKinds } from "./wanted-kinds.ts"

test.each([
  ["root:a:b@c/d@tcp(127.0.0.1:3307)/", { host: "127.0.0.1", port: 3307, user: "root", password: "a:b@c/d" }],
  ["root@tcp(db)/x?y=1", { host: "db", port: 3306, user: "root", password: "" }],
  ["root:p@tcp([::1]:3308)/", { host: "::1", port: 3308, user: "root", password: "p" }],
  ["mysql://root:p%40@db:1/x", { host: "db", port: 1, user: "root", password: "p@" }],
  ["root:p@unix(/run/m.sock)/", { host: "localhost", port: 0, user: "root", password: "p", socketPath: "/run/m.sock" }],
])("%s", (text, { user, password, ...expected }) => {
  expect(parseGivenServer(text, "X")).toEqual({ socketPath: null, administrator: { user, password }, ...expected })
})

test("says what a DSN must look like", () => {
  expect(() => parseGivenServer("nonsense", "OPENCODE_TEST_MYSQL_DSN")).toThrow(
    "OPENCODE_TEST_MYSQL_DSN must look like",
  )
})

test("takes all kinds, one or none", () => {
  expect(wantedKinds("")).toEqual(["mysql", "mariadb"])
  expect(wantedKinds("mariadb")).toEqual(["mariadb"])
  expect(wantedKinds("skip")).toEqual([])
  expect(() => wantedKinds("no")).toThrow("skip, mysql or mariadb")
})
