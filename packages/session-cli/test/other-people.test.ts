import { spawn } from "node:child_process"
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeEach, describe, expect, onTestFinished, test } from "vitest"
import { type CommandResult, finished } from "./command-line.ts"

const binary = fileURLToPath(new URL("../dist/bin.js", import.meta.url))
const self = process.getuid?.()
const isRoot = self === 0
/** Numbers that belong to nobody: only root can act for several people. */
const [ann, bob] = [61_001, 61_002]

let root = ""
/** The home folder of whoever runs the command: Bob, or the user of the test where that is not root. */
let home = ""
/** A folder like /tmp. */
let shared = ""

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "other-people-")))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  chmodSync(root, 0o755)
  home = folder(join(root, "home"), 0o700, bob)
  shared = folder(join(root, "shared"), 0o1777)
})

function folder(path: string, mode: number, owner = self): string {
  mkdirSync(path, { recursive: true })
  return own(path, mode, owner)
}

function file(path: string, content: unknown, mode: number, owner = self): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return own(path, mode, owner)
}

function own(path: string, mode: number, owner: number | undefined): string {
  chmodSync(path, mode)
  if (isRoot && owner !== undefined) chownSync(path, owner, owner)
  return path
}

interface Run {
  /** Only root can choose. */
  user?: number
  directory?: string
  data?: string
}

function run(words: string[], { user = bob, directory = home, data }: Run = {}): Promise<CommandResult> {
  const child = spawn(process.execPath, [binary, ...words], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      GIT_CEILING_DIRECTORIES: root,
      ...(data === undefined ? {} : { OPENCODE_DATA_DIRECTORY: data }),
    },
    ...(isRoot ? { uid: user, gid: user } : {}),
  })
  return finished(child)
}

const refused = async (running: Promise<CommandResult>, ...texts: string[]): Promise<void> => {
  const { status, stderr } = await running
  for (const text of texts) expect(stderr).toContain(text)
  expect(status).toBe(4)
}

const accepted = async (running: Promise<CommandResult>): Promise<void> => {
  expect(await running).toMatchObject({ status: 0 })
}

describe.runIf(isRoot)("what another user of the machine prepares is not used", () => {
  test("a configuration in a shared folder, whose data folder its author could read", async () => {
    const path = file(join(shared, "opencode.json"), { data: { directory: "./c" } }, 0o666, ann)
    folder(join(shared, "c"), 0o777, ann)
    const database = file(join(shared, "c", "opencode.db"), "", 0o666, ann)
    await refused(
      run(["migrate"], { directory: shared }),
      `${path} is not used`,
      `opencode-session config trust ${path}`,
    )
    expect(statSync(database).size).toBe(0)
    // Trusting the file is not trusting the folder.
    await accepted(run(["config", "trust", path]))
    await refused(run(["migrate"], { directory: shared }), `opencode-session config trust ${join(shared, "c")}`)
    await accepted(run(["config", "trust", join(shared, "c")]))
    await accepted(run(["migrate"], { directory: shared }))
    expect(statSync(database).size).toBeGreaterThan(0)
    // Its author may not change what was trusted.
    file(path, { data: { directory: "./d" } }, 0o666, ann)
    await refused(run(["migrate"], { directory: shared }), path)
  })

  test("a file without our keys stops nobody", async () => {
    file(join(shared, "opencode.json"), { theme: "dark" }, 0o666, ann)
    await accepted(run(["list"], { directory: shared }))
  })

  test("a data folder that the user names, until it is trusted; and not when it changes hands", async () => {
    const data = folder(join(shared, "data"), 0o777, ann)
    await refused(run(["list"], { data }), "belongs to another user (61001)", "sudo chown")
    await accepted(run(["config", "trust", data]))
    await accepted(run(["list"], { data }))
    own(data, 0o777, 61_003)
    await refused(run(["list"], { data }), "belongs to another user (61003)")
  })

  test.each(["opencode.db", "opencode.db-wal", "opencode.db-shm", "opencode.db-journal"])(
    "%s that was there before the user's own database",
    async (name) => {
      const path = file(join(shared, name), "", 0o666, ann)
      await refused(run(["list"], { data: shared }), path, `opencode-session config trust ${path}`)
      rmSync(path)
      await accepted(run(["list"], { data: shared }))
    },
  )

  test("a database in a folder of the user's own, until that database is trusted", async () => {
    const data = folder(join(home, "data"), 0o700, bob)
    const database = file(join(data, "opencode.db"), "", 0o666, ann)
    await accepted(run(["config", "trust", data]))
    await refused(run(["list"], { data }), `opencode-session config trust ${database}`)
    await accepted(run(["config", "trust", database]))
    await accepted(run(["list"], { data }))
  })

  test("a link in the place of the database", async () => {
    const elsewhere = folder(join(home, "elsewhere"), 0o700, bob)
    file(join(elsewhere, "opencode.db"), "", 0o600, bob)
    const link = join(shared, "opencode.db")
    symlinkSync(join(elsewhere, "opencode.db"), link)
    lchownSync(link, ann, ann)
    await refused(run(["list"], { data: shared }), link)
    await accepted(run(["config", "trust", link]))
    await accepted(run(["list"], { data: shared }))
  })

  test("a file among the user's own", async () => {
    const path = file(join(home, ".config", "opencode", "opencode.json"), { data: { directory: "~/x" } }, 0o644, ann)
    own(join(home, ".config"), 0o700, bob)
    own(join(home, ".config", "opencode"), 0o700, bob)
    await refused(run(["list"]), path)
    expect((await run(["config"])).stdout).toContain("not used: it belongs to another user")
    expect((await run(["doctor"])).status).toBe(1)
    await accepted(run(["config", "trust", path]))
    await accepted(run(["list"]))
    expect(existsSync(join(home, "x", "opencode.db"))).toBe(true)
  })

  test("by root either: another user could read what root works on", async () => {
    const data = folder(join(root, "data"), 0o700, ann)
    await refused(run(["list"], { user: 0, data }), "belongs to another user (61001)")
    // Under sudo, the files of who called it are meant.
    const child = spawn(process.execPath, [binary, "list", "--data-directory", data], {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: join(root, "root"), SUDO_UID: String(ann), GIT_CEILING_DIRECTORIES: root },
    })
    expect(await finished(child)).toMatchObject({ status: 0 })
  })

  test("where the home folder is another user's, as in a container, the message says what to do", async () => {
    folder(join(home, ".opencode"), 0o755, bob)
    await refused(run(["list"], { user: 0 }), "sudo chown", "OPENCODE_DATA_DIRECTORY")
  })

  test("what belongs to root is used, as in an image that brings a configuration", async () => {
    file(join(shared, "opencode.json"), { sessionProvider: { project: "ours" } }, 0o644, 0)
    await accepted(run(["list"], { directory: shared }))
  })
})

describe.skipIf(process.platform === "win32")("what everyone may write to is not used", () => {
  test("a configuration file, until its permissions are right", async () => {
    const path = file(join(home, "app", "opencode.json"), { sessionProvider: { project: "mine" } }, 0o666, bob)
    const directory = own(dirname(path), 0o755, bob)
    await refused(run(["list"], { directory }), "everyone may write to it", `chmod o-w ${path}`)
    own(path, 0o644, bob)
    await accepted(run(["list"], { directory }))
    own(directory, 0o777, bob)
    await refused(run(["list"], { directory }), `chmod o-w ${directory}`)
  })

  test("a data folder and a database, until their permissions are right", async () => {
    const data = folder(join(home, "data"), 0o777, bob)
    await refused(run(["list"], { data }), `chmod o-w ${data}`, `opencode-session config trust ${data}`)
    own(data, 0o700, bob)
    await accepted(run(["list"], { data }))
    chmodSync(join(data, "opencode.db"), 0o666)
    await refused(run(["list"], { data }), `chmod o-w ${join(data, "opencode.db")}`)
  })

  test("the file that remembers trust", async () => {
    const path = file(join(home, "app", "opencode.json"), { data: { directory: "../outside" } }, 0o644, bob)
    const directory = own(dirname(path), 0o755, bob)
    await accepted(run(["config", "trust", path]))
    await accepted(run(["list"], { directory }))
    chmodSync(join(home, ".config", "opencode", "trusted-configuration.json"), 0o666)
    await refused(run(["list"], { directory }), "trusted-configuration.json", "chmod o-w")
  })
})

describe.skipIf(process.platform === "win32")("a database that others may read", () => {
  test("is used with a warning that names the command, and without one where nobody gets to it", async () => {
    const data = folder(join(root, "data"), 0o755, bob)
    await accepted(run(["list"], { data }))
    chmodSync(join(data, "opencode.db"), 0o644)
    const { status, stderr } = await run(["list"], { data })
    expect(status).toBe(0)
    expect(stderr).toContain(`Run: chmod o-rwx ${join(data, "opencode.db")}`)
    expect((await run(["doctor"], { data })).stdout).toContain("readable for others")
    chmodSync(data, 0o700)
    expect((await run(["list"], { data })).stderr).not.toContain("chmod")
  })
})
