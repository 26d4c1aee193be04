import { execFileSync, spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { findRepository, rootCommits } from "./find-repository.ts"
import { identifyProject } from "./identify-project.ts"
import { locateRepository } from "./locate-repository.ts"
import { runGit } from "./run-git.ts"

const everything = realpathSync(mkdtempSync(join(tmpdir(), "hostile-repository-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

let folder = ""
/** Is made by whatever a repository gets to run. */
let mark = ""
let environment: Record<string, string | undefined> = {}

beforeEach(() => {
  folder = mkdtempSync(join(everything, "case-"))
  mark = join(folder, "RAN")
  environment = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1", GIT_CEILING_DIRECTORIES: everything }
})

const commit = "1234567890123456789012345678901234567890"

/** A repository as plain files whose HEAD is a commit that is not there. */
const writeRepository = (path: string, config: string): string => {
  for (const name of ["refs/heads", "objects/info", "hooks"]) mkdirSync(join(path, name), { recursive: true })
  writeFileSync(join(path, "HEAD"), "ref: refs/heads/master\n")
  writeFileSync(join(path, "refs", "heads", "master"), `${commit}\n`)
  writeFileSync(join(path, "config"), config)
  return path
}

/** A partial clone: git fetches the commit that is missing, by whatever the configuration says. */
const promisor = (core: string, remote: string) => `
[core]
	repositoryformatversion = 1
${core}
[extensions]
	partialClone = origin
[remote "origin"]
	promisor = true
${remote}
`
const attacks: [name: string, config: () => string][] = [
  ["core.sshCommand", () => promisor(`\tsshCommand = "touch '${mark}'; false"`, "\turl = git@example.invalid:x/y.git")],
  ["an ext:: remote", () => promisor("", `\turl = "ext::sh -c touch% ${mark}"\n[protocol "ext"]\n\tallow = always`)],
  [
    "remote.uploadpack",
    () =>
      promisor("", `\turl = ${folder}/upstream\n\tuploadpack = "touch '${mark}'; false"\n[protocol]\n\tallow = always`),
  ],
]

const question = ["rev-list", "--max-parents=0", "HEAD"]

describe.each(attacks)("a repository that runs a program by %s", (_, config) => {
  beforeEach(() => {
    mkdirSync(join(folder, "upstream"))
  })

  test("has it run by git alone: the attack is real", () => {
    const path = writeRepository(join(folder, "app"), config())
    spawnSync("git", [`--git-dir=${path}`, ...question], { env: environment, cwd: path })
    expect(existsSync(mark)).toBe(true)
  })

  test("runs nothing as a bare repository of plain files, not even for import's question", async () => {
    const path = writeRepository(join(folder, "app"), config())
    expect(await identifyProject({ directory: path, environment })).toMatchObject({ worktreeDirectory: path })
    const { repository } = await findRepository(path, environment)
    expect(repository && (await rootCommits(repository, environment))).toEqual([])
    await runGit(path, [`--git-dir=${path}`, ...question], { environment })
    await runGit(path, question, { environment })
    expect(existsSync(mark)).toBe(false)
  })

  test("runs nothing as the .git of an unpacked archive", async () => {
    const app = join(folder, "app")
    writeRepository(join(app, ".git"), config())
    const { repository } = await findRepository(app, environment)
    expect(repository).toMatchObject({ directory: app })
    expect(repository && (await rootCommits(repository, environment))).toEqual([])
    expect(existsSync(mark)).toBe(false)
  })
})

test("hooks, file-system monitors, pagers and aliases of a repository do not run", async () => {
  const app = join(folder, "app")
  mkdirSync(app)
  execFileSync("git", ["init", "--quiet", app], { env: environment })
  const script = join(app, ".git", "hooks", "post-index-change")
  writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\n`)
  chmodSync(script, 0o755)
  for (const [key, value] of [
    ["core.fsmonitor", script],
    ["core.pager", script],
    ["pager.status", script],
    ["alias.remote", `!${script}`],
    ["core.hooksPath", join(app, ".git", "hooks")],
    ["remote.origin.url", "https://host.example/o/r"],
  ] as const) {
    execFileSync("git", ["-C", app, "config", key, value], { env: environment })
  }
  writeFileSync(join(app, "file"), "")
  expect(await identifyProject({ directory: app, environment })).toMatchObject({ id: "host.example/o/r" })
  // A command that refreshes the index, which none of ours does: the settings hold for any.
  await runGit(app, ["status"], { environment })
  await runGit(app, ["add", "file"], { environment })
  expect(existsSync(mark)).toBe(false)
  spawnSync("git", ["-C", app, "status"], { env: environment })
  expect(existsSync(mark)).toBe(true)
})

describe("the caller's variables", () => {
  test("neither turn git into another program, nor write a file, nor point at another repository", async () => {
    const other = join(folder, "other")
    const app = join(folder, "app")
    for (const [path, url] of [
      [other, "https://host.example/other/r"],
      [app, "https://host.example/o/r"],
    ] as const) {
      execFileSync("git", ["init", "--quiet", path], { env: environment })
      execFileSync("git", ["-C", path, "remote", "add", "origin", url], { env: environment })
    }
    environment = {
      ...environment,
      GIT_DIR: join(other, ".git"),
      GIT_CONFIG_PARAMETERS: "'remote.origin.url=https://host.example/x/y'",
      GIT_EXEC_PATH: join(folder, "nowhere"),
      GIT_TRACE: mark,
      GIT_TRACE2_EVENT: mark,
      GIT_TRACE_SETUP: mark,
    }
    expect(await identifyProject({ directory: app, environment })).toMatchObject({ id: "host.example/o/r" })
    expect(existsSync(mark)).toBe(false)
  })

  test("keep the user's own settings, so that a container that allows a folder by them goes on working", async () => {
    const app = join(folder, "app")
    execFileSync("git", ["init", "--quiet", app], { env: environment })
    execFileSync("git", ["-C", app, "remote", "add", "origin", "gh:o/r"], { env: environment })
    environment = {
      ...environment,
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "url.https://github.com/.insteadOf",
      GIT_CONFIG_VALUE_0: "gh:",
    }
    expect(await identifyProject({ directory: app, environment })).toMatchObject({ id: "github.com/o/r" })
  })

  test.each([[""], ["."], [":"], ["bin::."], ["./bin"]])(
    "PATH=%j does not find a git in the current folder",
    async (PATH) => {
      const app = join(folder, "app")
      execFileSync("git", ["init", "--quiet", app], { env: environment })
      for (const path of [app, join(app, "bin")]) {
        mkdirSync(path, { recursive: true })
        writeFileSync(join(path, "git"), `#!/bin/sh\ntouch '${mark}'\n`)
        chmodSync(join(path, "git"), 0o755)
      }
      const before = process.cwd()
      process.chdir(app)
      try {
        expect(await runGit(app, ["--version"], { environment: { ...environment, PATH } })).toEqual({ kind: "missing" })
      } finally {
        process.chdir(before)
      }
      expect(existsSync(mark)).toBe(false)
    },
  )
})

describe("the project's folder is not widened", () => {
  test("by core.worktree of plain files: a whole disk would be inside of the project", async () => {
    const app = writeRepository(join(folder, "app"), "[core]\n\tbare = false\n\tworktree = /\n")
    expect(await identifyProject({ directory: app, environment })).toMatchObject({
      worktreeDirectory: app,
      topDirectory: app,
    })
  })

  test("by core.worktree of an unpacked .git", async () => {
    const app = join(folder, "app")
    writeRepository(join(app, ".git"), "[core]\n\tworktree = /\n")
    const identity = await identifyProject({ directory: app, environment })
    expect(identity).toMatchObject({ worktreeDirectory: app, topDirectory: app })
  })

  test("by the name of a folder of plain files that is hidden", async () => {
    const hidden = writeRepository(join(folder, ".app"), "")
    expect(await identifyProject({ directory: hidden, environment })).toMatchObject({ worktreeDirectory: hidden })
  })

  test("nor narrowed: plain files inside of a working tree are a part of it, and say nothing", async () => {
    const app = join(folder, "app")
    execFileSync("git", ["init", "--quiet", app], { env: environment })
    execFileSync("git", ["-C", app, "remote", "add", "origin", "https://host.example/o/r"], { env: environment })
    const inner = writeRepository(join(app, "spec"), '[remote "origin"]\n\turl = https://host.example/evil/r\n')
    expect(await identifyProject({ directory: inner, environment })).toMatchObject({
      id: "host.example/o/r",
      worktreeDirectory: app,
    })
  })
})

test("pipes in the place of git's files are not waited for", async () => {
  const app = join(folder, "app")
  mkdirSync(app)
  execFileSync("mkfifo", [join(app, ".git")])
  expect(await locateRepository(app, environment)).toBeNull()
  const other = writeRepository(join(folder, "other"), "")
  execFileSync("mkfifo", [join(other, "commondir")])
  expect(await locateRepository(other, environment)).toMatchObject({ directory: other, commonDirectory: other })
})

test.skipIf(process.getuid?.() !== 0)(
  "a bare repository of another user says nothing, and the user is told why",
  async () => {
    const bare = writeRepository(join(folder, "app.git"), '[remote "origin"]\n\turl = https://host.example/o/r\n')
    execFileSync("chown", ["-R", "1234", bare])
    const identity = await identifyProject({ directory: bare, environment })
    expect(identity).toMatchObject({ id: "app.git", source: "folder" })
    expect(identity.warning).toContain("belongs to another user")
    vi.stubEnv("SUDO_UID", "1234")
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    expect(await identifyProject({ directory: bare, environment })).toMatchObject({ id: "host.example/o/r" })
  },
)
