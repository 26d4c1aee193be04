import { AddressError } from "@opencode/session-core/server"
import { assert, constantFrom, property, record, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { parseDsn } from "./parse-dsn.ts"

const read = (dsn: string) => {
  const { address, user, password, database } = parseDsn(dsn)
  return { address, user, password: password.reveal(), database }
}

const server = (host: string, port = 3306) => ({ host, port })

describe("the Go driver's grammar", () => {
  it.each<[string, ReturnType<typeof read>]>([
    [
      "user:password@tcp(localhost:3306)/opencode?parseTime=true",
      { address: server("localhost"), user: "user", password: "password", database: "opencode" },
    ],
    ["me@tcp(db)/d", { address: server("db"), user: "me", password: "", database: "d" }],
    ["me@/d", { address: server("127.0.0.1"), user: "me", password: "", database: "d" }],
    ["me@tcp/d", { address: server("127.0.0.1"), user: "me", password: "", database: "d" }],
    ["me:p@tcp([::1]:3307)/d", { address: server("::1", 3307), user: "me", password: "p", database: "d" }],
    ["me:p@tcp([fe80::1%25eth0])/d", { address: server("fe80::1%25eth0"), user: "me", password: "p", database: "d" }],
    [
      "me:p@unix(/run/mysql.sock)/d",
      { address: { socketPath: "/run/mysql.sock" }, user: "me", password: "p", database: "d" },
    ],
    [
      "me:a@b:c/d?e#f%g@tcp(db:1)/d",
      { address: server("db", 1), user: "me", password: "a@b:c/d?e#f%g", database: "d" },
    ],
    ["me@corp:p@ss@tcp(db)/d", { address: server("db"), user: "me@corp", password: "p@ss", database: "d" }],
    ["me@corp@tcp(db)/d", { address: server("db"), user: "me@corp", password: "", database: "d" }],
    ["me%40corp:p%@tcp(db)/d", { address: server("db"), user: "me%40corp", password: "p%", database: "d" }],
    ["me:p@tcp(db)/my%2Fdb", { address: server("db"), user: "me", password: "p", database: "my/db" }],
    ["/", { address: server("127.0.0.1"), user: "", password: "", database: "" }],
  ])("%s", (dsn, expected) => {
    expect(read(dsn)).toEqual(expected)
  })

  it.each([
    "",
    "user:secret@tcp(db:3306)",
    "me:secret@udp(db)/d",
    "me:secret@tcp(db:99999)/d",
    "me:secret@tcp(db/d",
    "me:secret@tcp(a b)/d",
    "postgres://me:secret@db/d",
    "me:secret@db/d",
  ])("%s is refused, and the password is not shown", (dsn) => {
    const error = failureOf(dsn)
    expect(error).toBeInstanceOf(AddressError)
    expect(`${error.message} ${error.hint}`).not.toContain("secret")
  })

  it("whatever the password holds, it comes back", () => {
    const parts = record({
      user: string({ unit: "grapheme" }).filter((text) => !/[:@]/.test(text)),
      password: string({ unit: "grapheme" }),
      host: constantFrom("localhost", "db.example", "10.0.0.1", "[::1]"),
      database: string({ unit: "grapheme" }),
    })
    assert(
      property(parts, ({ user, password, host, database }) => {
        const dsn = `${user}:${password}@tcp(${host}:3310)/${encodeURIComponent(database)}`
        if (/^[a-z]+:\/\//i.test(dsn)) return
        expect(read(dsn)).toEqual({
          address: { host: host.replace(/[[\]]/g, ""), port: 3310 },
          user,
          password,
          database,
        })
      }),
    )
  })
})

describe("mysql:// URLs", () => {
  it.each<[string, ReturnType<typeof read>]>([
    ["mysql://me:p@db.example/d", { address: server("db.example"), user: "me", password: "p", database: "d" }],
    [
      "mysql://me:p%40%3A%2F%3F%23%25@db:33/d",
      { address: server("db", 33), user: "me", password: "p@:/?#%", database: "d" },
    ],
    ["mysql://me:p@ss/w?r#d%@db/d", { address: server("db"), user: "me", password: "p@ss/w?r#d%", database: "d" }],
    ["mysql://me@corp:p@db/d", { address: server("db"), user: "me@corp", password: "p", database: "d" }],
    ["mysql://me%3Ax%40corp:p@db/d", { address: server("db"), user: "me:x@corp", password: "p", database: "d" }],
    ["mariadb://me@[::1]:33/d", { address: server("::1", 33), user: "me", password: "", database: "d" }],
    [
      "mysql://me:p@localhost/d?socket=/run/my.sock",
      { address: { socketPath: "/run/my.sock" }, user: "me", password: "p", database: "d" },
    ],
  ])("%s", (url, expected) => {
    expect(read(url)).toEqual(expected)
  })

  it("TLS as MySQL's own clients write it", () => {
    expect(parseDsn("mysql://me@db/d?ssl-mode=VERIFY_IDENTITY").settings).toEqual({ tls: "verify" })
  })

  it("what was encoded comes back", () => {
    assert(
      property(string({ unit: "grapheme" }), string({ unit: "grapheme" }), (user, password) => {
        const url = `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db/d`
        expect(read(url)).toMatchObject({ user, password })
      }),
    )
  })
})

function failureOf(dsn: string): AddressError {
  try {
    parseDsn(dsn)
  } catch (error) {
    return error as AddressError // Which it is, is what the test looks at.
  }
  throw new Error(`${dsn} was taken.`)
}
