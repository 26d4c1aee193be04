import { expect, test } from "vitest"
import { nearestKey } from "./nearest-key.ts"

test.each([
  ["typ", "type"],
  ["tpye", "type"],
  ["TYPE", "type"],
  ["proyect", "project"],
  ["porject", "project"],
  ["mysq", "mysql"],
  ["sqlite3", "sqlite"],
  ["dsn", null],
  ["", null],
  ["password", null],
  ["x".repeat(100_000), null],
])("for the mistyped key %.20s the suggestion is %s", (key, nearest) => {
  expect(nearestKey(key, ["type", "project", "sqlite", "mysql"])).toBe(nearest)
})
