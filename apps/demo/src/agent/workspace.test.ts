import { spawnSync } from "node:child_process"
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "../test-support/temporary-demo.ts"
import { Workspace } from "./workspace.ts"

async function prepare() {
  const folder = temporaryFolder()
  const outside = join(folder, "outside")
  mkdirSync(outside)
  writeFileSync(join(outside, "secret.txt"), "secret")
  const workspace = await Workspace.open(join(folder, "workspace"))
  return { workspace, inside: workspace.folder, outside }
}

describe("the agent's tools", () => {
  it("write, read and list files, in folders too", async () => {
    const { workspace } = await prepare()
    expect(await workspace.list()).toEqual([])
    expect(await workspace.write("./a//b/c.txt", "x")).toBe("a/b/c.txt")
    await workspace.write("a/b/c.txt", "y\n")
    await workspace.write("d.md", "世界")
    expect(await workspace.read("a/b/c.txt")).toBe("y\n")
    expect(await workspace.list()).toEqual(["a/b/c.txt", "d.md"])
    expect(await workspace.list("a")).toEqual(["a/b/c.txt"])
  })

  it.each([
    "../outside/secret.txt",
    "a/../../outside/secret.txt",
    "..",
    "/etc/passwd",
    "C:/secret",
    "~/secret",
    "a\0b",
    "",
    ".",
  ])("do not take the path %j", async (path) => {
    const { workspace, outside } = await prepare()
    await expect(workspace.read(path)).rejects.toThrow()
    await expect(workspace.write(path, "changed")).rejects.toThrow()
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret")
  })

  it("follow no link: to a file, to a folder, to nothing, on the way or at the end", async () => {
    const { workspace, inside, outside } = await prepare()
    symlinkSync(join(outside, "secret.txt"), join(inside, "file"))
    symlinkSync(outside, join(inside, "folder"))
    symlinkSync(join(outside, "not-there.txt"), join(inside, "dangling"))
    mkdirSync(join(inside, "sub"))
    symlinkSync("../../outside", join(inside, "sub", "relative"))
    const paths = [
      "file",
      "folder/secret.txt",
      "folder/new.txt",
      "dangling",
      "sub/relative/secret.txt",
      "sub/relative/x/y",
    ]
    for (const path of paths) {
      await expect(workspace.read(path), path).rejects.toThrow("link")
      await expect(workspace.write(path, "changed"), path).rejects.toThrow("link")
    }
    await expect(workspace.list("folder")).rejects.toThrow("link")
    expect(await workspace.list()).toEqual([])
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret")
    for (const name of ["not-there.txt", "new.txt", "x"]) expect(existsSync(join(outside, name))).toBe(false)
  })

  it("leave a file alone that is linked from elsewhere by its content", async () => {
    const { workspace, inside, outside } = await prepare()
    linkSync(join(outside, "secret.txt"), join(inside, "same.txt"))
    await workspace.write("same.txt", "changed")
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret")
    expect(await workspace.read("same.txt")).toBe("changed")
  })

  it("do not wait for a pipe, read no binary file and nothing too large", async () => {
    const { workspace, inside } = await prepare()
    spawnSync("mkfifo", [join(inside, "pipe")])
    await expect(workspace.read("pipe")).rejects.toThrow("no file")
    await expect(workspace.write("pipe", "x")).rejects.toThrow("no file")
    writeFileSync(join(inside, "binary"), Buffer.from([1, 0, 2]))
    await expect(workspace.read("binary")).rejects.toThrow("no text")
    writeFileSync(join(inside, "large"), "x".repeat(300_000))
    await expect(workspace.read("large")).rejects.toThrow("limit")
    await expect(workspace.write("new", "x".repeat(300_000))).rejects.toThrow("limit")
    await expect(workspace.write("binary/new", "x")).rejects.toThrow("through a file")
  })
})
