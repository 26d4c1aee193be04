import { expect, test } from "vitest"
import { relativeDirectory } from "./relative-directory.ts"

test.each([
  ["/work/app", "/work/app", ""],
  ["/work/app", "/work/app/packages/web", "packages/web"],
  ["/work/app", "/work/app/..data", "..data"],
  ["/work/app", "/work/application", "../application"],
  ["/work/app", "/tmp", "../../tmp"],
  ["/", "/tmp", "tmp"],
  ["/", "/", ""],
])("a session keeps its folder on every machine: in %s, %s is %j", (top, directory, expected) => {
  expect(relativeDirectory(top, directory)).toBe(expected)
})
