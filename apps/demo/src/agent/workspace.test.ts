import { spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
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

  it.each([
    ...[".git/hooks/pre-commit", ".git/config", ".git", ".GIT/config", ".Git/HEAD", "sub/.git/config", "a/b/.gIt/x"],
    ...[".git./config", ".git /config", ".git . ./config", "git~1/config", "GIT~2/config", "gi7eba~1/config"],
    ...[
      ".git::$INDEX_ALLOCATION/config",
      ".git:stream",
      ".g\u200cit/config",
      ".git\ufeff/config",
      "./.git/config",
      "x/../.git",
    ],
  ])("reach none of git's own files: %j", async (path) => {
    const { workspace, inside } = await prepare()
    for (const folder of [".git", "sub/.git"]) {
      mkdirSync(join(inside, folder), { recursive: true })
      writeFileSync(join(inside, folder, "config"), "[core]")
    }
    await expect(workspace.write(path, "[core] sshCommand = evil")).rejects.toThrow()
    await expect(workspace.read(path)).rejects.toThrow()
    await expect(workspace.list(path)).rejects.toThrow()
    for (const folder of [".git", "sub/.git"])
      expect(readFileSync(join(inside, folder, "config"), "utf8")).toBe("[core]")
    expect(await workspace.list()).toEqual([])
    expect(readdirSync(inside).sort()).toEqual([".git", "sub"])
  })

  it("reach a real repository's files neither by a link, nor in a worktree or submodule, nor where it is bare", async () => {
    const { workspace, inside, outside } = await prepare()
    const git = (...words: string[]) => spawnSync("git", ["-c", "init.defaultBranch=main", ...words], { cwd: inside })
    git("init", "-q")
    git("init", "-q", "--bare", "bare")
    mkdirSync(join(inside, "worktree"))
    writeFileSync(join(inside, "worktree", ".git"), `gitdir: ${join(outside, "elsewhere")}`)
    symlinkSync(join(inside, ".git"), join(inside, "link"))
    for (const path of [
      ".git/config",
      "link/config",
      "bare/config",
      "bare/hooks/x",
      "worktree/.git",
      "worktree/.git/x",
    ]) {
      await expect(workspace.write(path, "evil"), path).rejects.toThrow()
      await expect(workspace.read(path), path).rejects.toThrow()
    }
    await expect(workspace.list("bare")).rejects.toThrow("Git")
    expect(await workspace.list()).toEqual([])
    await workspace.write("worktree/source.ts", "x")
    expect(await workspace.list()).toEqual(["worktree/source.ts"])
    await expect(Workspace.open(join(inside, ".git"))).rejects.toThrow("repository")
    await expect(Workspace.open(join(inside, ".git", "hooks"))).rejects.toThrow("repository")
    await expect(Workspace.open(join(inside, "bare"))).rejects.toThrow("repository")
  })

  it("cannot make a folder that git would take for a repository, with hooks of the model's choice", async () => {
    const { workspace } = await prepare()
    await workspace.write("x/config", "[core] fsmonitor = evil")
    await workspace.write("x/HEAD", "ref: refs/heads/main")
    await workspace.write("x/refs/heads/main", "0")
    await expect(workspace.write("x/objects/info/x", "")).rejects.toThrow("Git")
    await expect(workspace.write("x/Objects/info/x", "")).rejects.toThrow("Git")
    // Names like those are fine where they make none.
    await workspace.write("objects/HEAD", "x")
    await workspace.write(".gitignore", "node_modules")
    await workspace.write(".github/workflows/ci.yml", "x")
    await workspace.write("git/notes.md", "x")
    expect(await workspace.list(".github")).toEqual([".github/workflows/ci.yml"])
  })

  it("keep a file's mode: a script stays executable, and what only its user may read stays so", async () => {
    const { workspace, inside } = await prepare()
    for (const mode of [0o755, 0o600, 0o640, 0o444, 0o4755]) {
      writeFileSync(join(inside, "file"), "before")
      chmodSync(join(inside, "file"), mode)
      await workspace.write("file", "after")
      expect(readFileSync(join(inside, "file"), "utf8")).toBe("after")
      expect(statSync(join(inside, "file")).mode & 0o7777).toBe(mode & 0o777)
      rmSync(join(inside, "file"))
    }
  })
})
