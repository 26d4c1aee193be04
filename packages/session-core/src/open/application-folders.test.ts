import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { applicationFolders } from "./application-folders.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "application-folders-")))
afterAll(() => rmSync(folder, { recursive: true }))

describe("where an application's packages are looked for", () => {
  it("beside its script, and beside the file that a link to it leads to", () => {
    for (const name of ["bin", "installed"]) mkdirSync(join(folder, name))
    writeFileSync(join(folder, "installed", "main.js"), "")
    symlinkSync(join(folder, "installed", "main.js"), join(folder, "bin", "main"))
    expect(applicationFolders(join(folder, "installed", "main.js"))).toEqual([join(folder, "installed")])
    expect(applicationFolders(join(folder, "bin", "main"))).toEqual([join(folder, "bin"), join(folder, "installed")])
  })

  it("nowhere for a script that is not there, such as an argument of `node --eval`", () => {
    expect(applicationFolders(join(folder, "missing.js"))).toEqual([])
  })
})
