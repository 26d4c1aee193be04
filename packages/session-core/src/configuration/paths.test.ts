import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { isInside, leadsInto, realLocation } from "../own-files/real-location.ts"
import { shellQuote } from "../own-files/shell-quote.ts"
import { isModulePath, resolvePath } from "./resolve-path.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "configuration-paths-")))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ["~", "/home/me"],
  ["~/data", "/home/me/data"],
  ["data", "/work/app/data"],
  ["./data/", "/work/app/data"],
  ["../data", "/work/data"],
  ["/var/data", "/var/data"],
  ["~name", "/work/app/~name"],
])("the path %s, written in /work/app, is %s", (path, expected) => {
  expect(resolvePath(path, "/work/app", "/home/me")).toBe(expected)
})

test.each([
  ["./x.js", true],
  ["../x.js", true],
  ["..", true],
  ["/x.js", true],
  ["~/x.js", true],
  ["x", false],
  ["x/y.js", false],
  ["@a/b", false],
  ["~x", false],
])("the type %s is a path to a module: %s", (type, expected) => expect(isModulePath(type)).toBe(expected))

test("a path of another machine is never inside of a project on this one, and is not looked at: Windows would log in there", async () => {
  expect(await leadsInto(`/${folder}`, folder, "linux")).toBe(true)
  expect(await leadsInto(`/${folder}`, folder, "win32")).toBe(false)
  expect(await leadsInto(String.raw`\\evil.example\share`, folder, "win32")).toBe(false)
  expect(await leadsInto(`/${folder}`, `/${folder}`, "win32")).toBe(true)
})

describe("links cannot hide where data would go", () => {
  test("a link to a folder outside, one that leads to nothing yet, a chain of them and one in the middle", async () => {
    const project = join(folder, "project")
    mkdirSync(join(project, "inside"), { recursive: true })
    symlinkSync(join(folder, "outside"), join(project, "dangling"))
    symlinkSync("dangling", join(project, "chain"))
    symlinkSync("inside", join(project, "local"))
    symlinkSync("loop", join(project, "loop"))
    expect(await realLocation(join(project, "dangling"))).toBe(join(folder, "outside"))
    expect(await realLocation(join(project, "chain", "deep", "er"))).toBe(join(folder, "outside", "deep", "er"))
    expect(await realLocation(join(project, "local", "new"))).toBe(join(project, "inside", "new"))
    expect(await realLocation(join(project, "not", "there"))).toBe(join(project, "not", "there"))
    expect(await realLocation("/not-there-at-all")).toBe("/not-there-at-all")
    // It ends.
    expect(await realLocation(join(project, "loop", "x"))).toEqual(expect.any(String))
  })

  test.each([
    ["/work/app", true],
    ["/work/app/data", true],
    ["/work/app/..data", true],
    ["/work/application", false],
    ["/work", false],
    ["/", false],
  ])("%s is inside of /work/app: %s", (path, expected) => expect(isInside(path, "/work/app")).toBe(expected))
})

test("a command that is copied from a message names the file, whatever the repository called its folders", () => {
  const name = fc
    .string({ minLength: 1, unit: "grapheme" })
    .filter((text) => !text.includes("\0") && text.isWellFormed())
  fc.assert(
    fc.property(fc.oneof(name, fc.constantFrom("$(touch x)", "a'b", "`x`", "a b", "-rf", "*", "")), (path) => {
      const printed = execFileSync("sh", ["-c", `printf %s ${shellQuote(`/${path}`)}`]).toString()
      expect(printed).toBe(`/${path}`)
    }),
    { numRuns: 50 },
  )
})
