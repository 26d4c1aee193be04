import fc from "fast-check"
import { expect, test } from "vitest"
import type { JsonObject } from "../model/json.ts"
import { maskProviderOptions, withoutOptionValues } from "./mask-provider-options.ts"

const definition = { publicOptions: ["host", "port", "tls", "tls.mode", "url"] }

test("what a provider does not declare public is masked, whatever its key is called, and that it is set stays visible", () => {
  const options = {
    ...{ host: "db.example", port: 5432, pin: "hunter2", licence: 4711, on: true, list: ["hunter2"] },
    ...{ tls: { mode: "verify", cipher: "hunter2" }, empty: "", nothing: null, deep: { a: { b: "hunter2" } } },
  }
  expect(maskProviderOptions(options, definition)).toEqual({
    ...{ host: "db.example", port: 5432, pin: "***", licence: "***", on: "***", list: "***" },
    ...{ tls: { mode: "verify", cipher: "***" }, empty: "", nothing: null, deep: { a: { b: "***" } } },
  })
  expect(maskProviderOptions({ tls: true }, definition)).toEqual({ tls: true })
})

test("of a provider that is not known, nothing is shown but its keys", () => {
  expect(maskProviderOptions({ host: "hunter2", tls: { mode: "hunter2" } }, undefined)).toEqual({
    host: "***",
    tls: { mode: "***" },
  })
})

test("an address that may be shown is shown without its credentials, also where it does not belong", () => {
  const options = { url: "mysql://me:hunter2@db/app", host: "me:hunter2@db:3306/app", tls: ["hunter2"] }
  expect(maskProviderOptions(options, definition)).toEqual({ url: "mysql://***@db/app", host: "***", tls: "***" })
})

test("whatever the options are, no value that is not declared is shown, and they are not changed", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
      // What fast-check makes for JSON is JSON.
      const options = value as JsonObject
      const before = JSON.stringify(options)
      const leaves = (inner: unknown): unknown[] =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? Object.values(inner).flatMap(leaves)
          : [inner]
      for (const leaf of leaves(maskProviderOptions(options, undefined))) expect(["***", "", null]).toContain(leaf)
      expect(JSON.stringify(options)).toBe(before)
    }),
  )
})

test("an error of a provider loses the values of its options, and keeps the rest", () => {
  const options = {
    host: "db.example",
    pin: "hunter2",
    longer: "hunter2-and-more",
    short: "db",
    port: 5432,
    code: 471147,
  }
  const text = "db.example:5432 refused hunter2-and-more, hunter2 and 471147 of db"
  expect(withoutOptionValues(text, options, definition)).toBe("db.example:5432 refused ***, *** and *** of db")
})
