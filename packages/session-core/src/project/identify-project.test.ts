import { execFileSync } from "node:child_process"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { identifyProject, withConfiguredId } from "./identify-project.ts"
import { relativeDirectory } from "./relative-directory.ts"

const everything = realpathSync(mkdtempSync(join(tmpdir(), "identify-project-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

let folder = ""
let environment: Record<string, string | undefined> = {}

beforeEach(() => {
  folder = mkdtempSync(join(everything, "case-"))
  environment = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(folder, "gitconfig"),
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example",
  }
})

const git = (directory: string, ...parameters: string[]) =>
  execFileSync("git", parameters, { cwd: directory, env: environment, stdio: "pipe" })

const makeFolder = (...names: string[]): string => {
  const path = join(folder, ...names)
  mkdirSync(path, { recursive: true })
  return path
}

/** A repository with one commit and the given remotes. */
const makeRepository = (name: string, remotes: Record<string, string> = {}): string => {
  const path = makeFolder(name)
  git(path, "init", "--quiet")
  git(path, "commit", "--quiet", "--allow-empty", "--message", "first")
  for (const [remote, url] of Object.entries(remotes)) git(path, "remote", "add", remote, url)
  return path
}

/** From here on, a line of shell runs before each git. */
const wrapGit = (line: string): void => {
  const wrapper = join(makeFolder("bin"), "git")
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim()
  writeFileSync(wrapper, `#!/bin/sh\n${line}\nexec '${real}' "$@"\n`)
  chmodSync(wrapper, 0o755)
  environment = { ...environment, PATH: `${join(folder, "bin")}:${process.env.PATH}` }
}

const identify = (directory: string, configuredId?: string) => identifyProject({ directory, environment, configuredId })

describe("outside of git", () => {
  test("a folder is a project by its name", async () => {
    const directory = makeFolder("my-app")
    expect(await identify(directory)).toEqual({
      id: "my-app",
      name: "my-app",
      source: "folder",
      directory,
      worktreeDirectory: directory,
      topDirectory: directory,
      warning: null,
    })
  })

  test("the file system's top is a project too", async () => {
    expect(await identify("/")).toMatchObject({ id: "root", name: "root", topDirectory: "/" })
  })

  test("a link to a folder is the project of the folder it leads to", async () => {
    const directory = makeFolder("my-app")
    symlinkSync(directory, join(folder, "link"))
    expect(await identify(join(folder, "link"))).toMatchObject({ id: "my-app", directory })
  })

  test("a folder that is not there is named in the error", async () => {
    await expect(identify(join(folder, "nowhere"))).rejects.toMatchObject({
      code: "invalid_input",
      message: `There is no folder ${join(folder, "nowhere")}.`,
    })
  })

  test("a file is refused as a folder", async () => {
    writeFileSync(join(folder, "file"), "")
    await expect(identify(join(folder, "file"))).rejects.toMatchObject({ code: "invalid_input" })
    await expect(identify(join(folder, "file", "below"))).rejects.toMatchObject({ code: "invalid_input" })
  })
})

describe("in a repository", () => {
  test("teammates share the project of the remote origin, from every folder of it", async () => {
    const top = makeRepository("checkout", { fork: "https://github.com/me/r", origin: "git@github.com:O/R.git" })
    const directory = makeFolder("checkout", "packages", "web")
    expect(await identify(directory)).toEqual({
      id: "github.com/o/r",
      name: "r",
      source: "remote",
      directory,
      worktreeDirectory: top,
      topDirectory: top,
      warning: null,
    })
  })

  test("a token in the remote's URL is nowhere in the identity", async () => {
    const top = makeRepository("checkout", { origin: "https://me:hunter2@github.com/o/r" })
    const identity = await identify(top)
    expect(identity.id).toBe("github.com/o/r")
    expect(JSON.stringify(identity)).not.toContain("hunter2")
  })

  test("insteadOf is applied, so that a short name is the project it stands for", async () => {
    const top = makeRepository("checkout", { origin: "gh:o/r" })
    git(top, "config", "--global", "url.https://github.com/.insteadOf", "gh:")
    expect(await identify(top)).toMatchObject({ id: "github.com/o/r", source: "remote" })
  })

  test("the only remote counts whatever it is called", async () => {
    const top = makeRepository("checkout", { upstream: "https://host.example/o/r" })
    expect(await identify(top)).toMatchObject({ id: "host.example/o/r", source: "remote" })
  })

  test("of two remotes without an origin none is guessed: the top folder's name counts", async () => {
    makeRepository("checkout", { a: "https://host.example/a/r", b: "https://host.example/b/r" })
    expect(await identify(makeFolder("checkout", "sub"))).toMatchObject({ id: "checkout", source: "repository-folder" })
  })

  test("without a remote the top folder's name counts, not that of the folder below", async () => {
    const top = makeRepository("my-app")
    const directory = makeFolder("my-app", "src")
    expect(await identify(directory)).toMatchObject({ id: "my-app", source: "repository-folder", topDirectory: top })
  })

  test("a remote that is a folder of this machine falls back to the top folder's name", async () => {
    const top = makeRepository("my-app", { origin: "/srv/git/r.git" })
    expect(await identify(top)).toMatchObject({ id: "my-app", source: "repository-folder" })
  })

  test("before the first commit the project is known already", async () => {
    const top = makeFolder("fresh")
    git(top, "init", "--quiet")
    git(top, "remote", "add", "origin", "https://host.example/o/r")
    expect(await identify(top)).toMatchObject({ id: "host.example/o/r" })
  })

  test("a remote that a global setting mentions without a URL is none", async () => {
    const top = makeRepository("my-app", { upstream: "https://host.example/o/r" })
    git(top, "config", "--global", "remote.origin.prune", "true")
    expect(await identify(top)).toMatchObject({ id: "host.example/o/r" })
  })

  test("a linked worktree is the main one's project, and its folders are relative to itself", async () => {
    const top = makeRepository("my-app")
    git(top, "worktree", "add", "--quiet", join(folder, "feature"))
    const directory = makeFolder("feature", "src")
    const identity = await identify(directory)
    expect(identity).toMatchObject({ id: "my-app", topDirectory: top, worktreeDirectory: join(folder, "feature") })
    expect(relativeDirectory(identity.worktreeDirectory, identity.directory)).toBe("src")
  })

  test("worktrees of a bare repository in a hidden folder are named after the folder around it", async () => {
    makeRepository("seed")
    git(folder, "clone", "--quiet", "--bare", join(folder, "seed"), join(folder, "my-app", ".bare"))
    git(
      join(folder, "my-app", ".bare"),
      "worktree",
      "add",
      "--quiet",
      join(folder, "my-app", "feature"),
      "-b",
      "feature",
    )
    expect(await identify(join(folder, "my-app", "feature"))).toMatchObject({
      id: "my-app",
      topDirectory: join(folder, "my-app"),
      worktreeDirectory: join(folder, "my-app", "feature"),
    })
  })

  test("a bare repository is the project that its clones are", async () => {
    const bare = makeFolder("my-app.git")
    git(bare, "init", "--quiet", "--bare")
    expect(await identify(bare)).toMatchObject({ id: "my-app", source: "repository-folder", topDirectory: bare })
  })

  test("a bare clone is the project of its remote, from every folder of it", async () => {
    const bare = makeFolder("my-app.git")
    git(bare, "init", "--quiet", "--bare")
    git(bare, "remote", "add", "origin", "https://host.example/o/r")
    expect(await identify(join(bare, "hooks"))).toMatchObject({ id: "host.example/o/r", worktreeDirectory: bare })
  })

  test("the folder around a hidden bare repository, which its .git file names, is the project", async () => {
    const top = makeFolder("my-app")
    git(top, "init", "--quiet", "--bare", ".bare")
    writeFileSync(join(top, ".git"), "gitdir: ./.bare\n")
    expect(await identify(top)).toMatchObject({ id: "my-app", topDirectory: top, worktreeDirectory: top })
  })

  test("a worktree whose repository was removed is a folder, even inside of another repository", async () => {
    makeRepository("outer", { origin: "https://host.example/outer/r" })
    const gone = makeFolder("outer", "gone")
    writeFileSync(join(gone, ".git"), `gitdir: ${join(folder, "removed", ".git", "worktrees", "gone")}\n`)
    expect(await identify(gone)).toMatchObject({ id: "gone", source: "folder", warning: null })
  })

  test("an empty .git folder is none: the repository around it counts", async () => {
    const top = makeRepository("my-app")
    makeFolder("my-app", "below", ".git")
    expect(await identify(join(top, "below"))).toMatchObject({ id: "my-app", worktreeDirectory: top })
  })

  test("GIT_CEILING_DIRECTORIES keeps a folder out of a repository above it", async () => {
    makeRepository("outer")
    const directory = makeFolder("outer", "inner", "deep")
    environment = { ...environment, GIT_CEILING_DIRECTORIES: join(folder, "outer") }
    expect(await identify(directory)).toMatchObject({ id: "deep", source: "folder" })
  })

  test("inside of the .git folder one is still in the project", async () => {
    const top = makeRepository("my-app")
    expect(await identify(join(top, ".git", "hooks"))).toMatchObject({ id: "my-app", worktreeDirectory: top })
  })

  test("a submodule is a project of its own", async () => {
    const library = makeRepository("library-source")
    const top = makeRepository("my-app", { origin: "https://host.example/o/app" })
    git(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "libs/library")
    const submodule = join(top, "libs", "library")
    expect(await identify(submodule)).toMatchObject({
      id: "library",
      topDirectory: submodule,
      worktreeDirectory: submodule,
    })
    git(submodule, "remote", "set-url", "origin", "https://host.example/o/library")
    expect(await identify(submodule)).toMatchObject({ id: "host.example/o/library" })
  })

  test("a repository is found through a link to a folder inside of it", async () => {
    const top = makeRepository("my-app")
    symlinkSync(makeFolder("my-app", "src"), join(folder, "link"))
    const identity = await identify(join(folder, "link"))
    expect(identity).toMatchObject({ id: "my-app", worktreeDirectory: top })
    expect(relativeDirectory(identity.worktreeDirectory, identity.directory)).toBe("src")
  })

  test("folder names with blanks, quotes and line breaks do no harm", async () => {
    const name = "my 'app' $(touch x)\nsecond"
    const top = makeRepository(name)
    expect(await identify(top)).toMatchObject({ id: name.replace("\n", "_"), topDirectory: top })
  })

  test("GIT_DIR of a hook that runs us does not turn this folder into another project", async () => {
    const other = makeRepository("other", { origin: "https://host.example/other/r" })
    const top = makeRepository("my-app")
    environment = {
      ...environment,
      GIT_DIR: join(other, ".git"),
      GIT_WORK_TREE: other,
      GIT_COMMON_DIR: join(other, ".git"),
    }
    expect(await identify(top)).toMatchObject({ id: "my-app", topDirectory: top })
  })

  test("a repository that git refuses is a folder, and the user is told why", async () => {
    const top = makeRepository("my-app", { origin: "https://host.example/o/r" })
    wrapGit("export GIT_TEST_ASSUME_DIFFERENT_OWNER=1")
    const identity = await identify(top)
    expect(identity).toMatchObject({ id: "my-app", source: "folder" })
    expect(identity.warning).toContain("safe.directory")
  })

  test("a repository with a broken configuration is a folder, and the user is told why", async () => {
    const top = makeRepository("my-app")
    writeFileSync(join(top, ".git", "config"), "[broken")
    const identity = await identify(top)
    expect(identity).toMatchObject({ id: "my-app", source: "folder" })
    expect(identity.warning).toContain("bad config")
  })

  test("without git on the machine the folder's name counts", async () => {
    const top = makeRepository("my-app", { origin: "https://host.example/o/r" })
    environment = { ...environment, PATH: makeFolder("empty") }
    expect(await identify(top)).toMatchObject({ id: "my-app", source: "folder", warning: null })
  })

  /** From here on, each start of git is noted. Gives how many there were. */
  const countStarts = (): (() => number) => {
    const log = join(folder, "calls")
    writeFileSync(log, "")
    wrapGit(`echo x >> '${log}'`)
    return () => readFileSync(log, "utf8").length / "x\n".length
  }

  test("git is started once: this is on the way of every start", async () => {
    const top = makeRepository("my-app", { origin: "https://host.example/o/r" })
    const starts = countStarts()
    expect(await identify(top)).toMatchObject({ id: "host.example/o/r" })
    expect(starts()).toBe(1)
  })

  test("where no repository can be, git is not started", async () => {
    const directory = makeFolder("my-app", "deep")
    const starts = countStarts()
    expect(await identify(directory)).toMatchObject({ id: "deep", source: "folder", warning: null })
    expect(starts()).toBe(0)
  })
})

describe("an id that somebody gives", () => {
  test("OPENCODE_PROJECT_ID wins over the configuration and the remote; an empty one is as good as unset", async () => {
    const top = makeRepository("my-app", { origin: "https://host.example/o/r" })
    environment = { ...environment, OPENCODE_PROJECT_ID: "team/app" }
    expect(await identify(top, "other")).toMatchObject({
      id: "team/app",
      name: "app",
      source: "environment",
      topDirectory: top,
    })
    environment = { ...environment, OPENCODE_PROJECT_ID: "" }
    expect(await identify(top, "other")).toMatchObject({ id: "other", source: "configured" })
    expect(await identify(top)).toMatchObject({ id: "host.example/o/r", source: "remote" })
  })

  test("the configuration's id can be put in afterwards, and the environment still wins", async () => {
    const top = makeRepository("my-app")
    const identity = await identify(top)
    expect(withConfiguredId(identity, "team/app")).toEqual({
      ...identity,
      id: "team/app",
      name: "app",
      source: "configured",
    })
    expect(withConfiguredId(identity, null)).toBe(identity)
    environment = { ...environment, OPENCODE_PROJECT_ID: "mine" }
    expect(withConfiguredId(await identify(top), "team/app").id).toBe("mine")
  })

  test("one that is too long for the store is refused where it was given", async () => {
    environment = { ...environment, OPENCODE_PROJECT_ID: "é".repeat(96) }
    await expect(identify(folder)).rejects.toMatchObject({
      code: "invalid_configuration",
      message: "OPENCODE_PROJECT_ID has 192 bytes; the limit is 191.",
    })
  })

  test("the name is never empty", async () => {
    environment = { ...environment, OPENCODE_PROJECT_ID: "/" }
    expect((await identify(folder)).name).toBe("/")
    environment = { ...environment, OPENCODE_PROJECT_ID: "a/b/" }
    expect((await identify(folder)).name).toBe("b")
  })
})
