import fc from "fast-check"
import { expect, test } from "vitest"
import type { JsonObject, JsonValue } from "../model/json.ts"
import { isJsonObject, leafPaths, mergeJson, valueAt } from "./merge-json.ts"

const key = fc.constantFrom("a", "b", "c", "__proto__", "constructor", "x.y")
const { object } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(1, "s", null, false),
    fc.constant<JsonValue>([1]),
    tie("object"),
  ),
  object: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
}))

test("the value in force is the one that the strongest file gives, key by key", () => {
  fc.assert(
    fc.property(object, object, (base, over) => {
      const merged = mergeJson(base, over)
      for (const path of leafPaths(merged)) {
        const strong = valueAt(over, path)
        expect(valueAt(merged, path)).toEqual(strong === undefined ? valueAt(base, path) : strong)
      }
      // Nothing that the stronger one says is lost.
      for (const path of leafPaths(over)) {
        const value = valueAt(over, path)
        if (!isJsonObject(value)) expect(valueAt(merged, path)).toEqual(value)
      }
    }),
  )
})

test("merging is associative, keeps its arguments and touches no prototype", () => {
  fc.assert(
    fc.property(object, object, object, (first, second, third) => {
      const before = JSON.stringify([first, second, third])
      const left = mergeJson(mergeJson(first, second), third)
      expect(Object.getPrototypeOf(left)).toBe(Object.prototype)
      expect(JSON.stringify([first, second, third])).toBe(before)
      expect(mergeJson(left, {})).toEqual(left)
      expect(mergeJson({}, left)).toEqual(left)
    }),
  )
  expect(Object.keys(Object.prototype)).toEqual([])
})
