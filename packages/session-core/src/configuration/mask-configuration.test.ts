import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { JsonValue } from "../model/json.ts"
import { maskConfiguration } from "./mask-configuration.ts"

test("a configuration can be shown to others: secrets are masked by their keys, and the rest is as it was", () => {
  const value = {
    host: "db",
    port: 3306,
    username: "me",
    password: "hunter2",
    apiKey: "hunter2",
    tls: { key: ["hunter2"], ca: "/etc/ca.pem", token: 12345, passphrase: "" },
    secret: { of: { any: "shape" } },
    servers: [{ url: "https://me:hunter2@a/x" }, { dsn: "me:hunter2@tcp(b:1)/c" }],
    note: "use password=hunter2",
    nothing: null,
  }
  const copy = structuredClone(value)
  expect(maskConfiguration(value)).toEqual({
    host: "db",
    port: 3306,
    username: "me",
    password: "***",
    apiKey: "***",
    tls: { key: "***", ca: "/etc/ca.pem", token: "***", passphrase: "" },
    secret: "***",
    servers: [{ url: "https://***@a/x" }, { dsn: "***@tcp(b:1)/c" }],
    note: "use password=***",
    nothing: null,
  })
  expect(value).toEqual(copy)
})

describe("a dsn shows host and database when it is plainly written", () => {
  test.each([
    ["me:hunter2@tcp(db:3306)/opencode?parseTime=true", "***@tcp(db:3306)/opencode"],
    ["me:h@u/n:t?er2@tcp([::1]:3306)/opencode", "***@tcp([::1]:3306)/opencode"],
    ["me:hunter2@unix(/run/mysql.sock)/opencode", "***@unix(/run/mysql.sock)/opencode"],
    ["me:hunter2@/opencode", "***@/opencode"],
    ["tcp(db)/opencode", "tcp(db)/opencode"],
    ["mysql://me:hunter2@db:3306/opencode?tls=true", "mysql://***@db:3306/opencode"],
    ["mysql://db/opencode", "mysql://db/opencode"],
    ["me:hunter2", "***"],
    ["me:hunter2@db", "***"],
    ["me:hunter2@tcp(db)", "***"],
    ["me:hunter2/opencode", "***"],
    ["hunter2", "***"],
  ])("%s → %s", (dsn, shown) => expect(maskConfiguration({ dsn })).toEqual({ dsn: shown }))
})

test("no password of a dsn is shown, whatever it is made of", () => {
  const password = fc
    .array(
      fc.oneof(fc.constantFrom("@", "/", ":", "?", "(", ")", "tcp(", "@tcp(x)/y"), fc.string({ unit: "grapheme" })),
    )
    .map((pieces) => `Ž€${pieces.join("")}`)
  fc.assert(
    fc.property(password, (secret) => {
      for (const dsn of [
        `me:${secret}@tcp(db:3306)/opencode?x=y`,
        `me:${secret}@tcp(db:3306)/opencode`,
        `mysql://me:${secret}@db/opencode`,
        `me:${secret}`,
        secret,
      ]) {
        expect(JSON.stringify(maskConfiguration({ dsn }))).not.toContain("Ž")
      }
    }),
    { numRuns: 2000 },
  )
})

test("whatever a provider's options are, masking neither throws nor changes them", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // What fast-check makes for JSON is JSON.
      const given = value as JsonValue
      const before = JSON.stringify(given)
      maskConfiguration(given)
      expect(JSON.stringify(given)).toBe(before)
    }),
  )
})

test("a key called __proto__ is shown like any other and changes no object", () => {
  const value: JsonValue = JSON.parse('{"__proto__": {"polluted": "yes", "password": "hunter2"}}')
  expect(JSON.stringify(maskConfiguration(value))).toBe('{"__proto__":{"polluted":"yes","password":"***"}}')
  expect("polluted" in {}).toBe(false)
})
