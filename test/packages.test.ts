import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readPackage } from "session-test-support/read-tarball"
import { mustRun, run } from "session-test-support/run"
import { npmProgram, runtimeProgram } from "session-test-support/runtimes"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packs, root } from "../scripts/packs.mjs"
import { type Application, createApplication, installedPackages } from "./installation/application.ts"
import { examplesOf } from "./installation/examples.ts"
import { createInstallations, type Installations } from "./installation/installations.ts"
import { type LoopbackRegistry, readManifest } from "./installation/loopback-registry.ts"
import { offerPackages } from "./installation/offer-packages.ts"
import { oldNode } from "./installation/old-node.ts"
import { importing, knowing, opening, showing, usingSqlite } from "./installation/programs.ts"
import { compilePrograms, type Reader, runners } from "./installation/reader.ts"
import { singleExecutable } from "./installation/single-executable.ts"

// The packages as people get them: packed, offered by a registry on loopback, installed by npm into empty folders.

const folder = mkdtempSync(join(tmpdir(), "session-packages-"))
const published = packs(join(folder, "packs"))
const cache = join(folder, "cache")
let registry: LoopbackRegistry
let installations: Installations
let globalCommand: Application

/** Where nothing listens. */
const noServer = {
  OPENCODE_SESSION_PROVIDER_TYPE: "mysql",
  OPENCODE_MYSQL_DSN: "user:password@tcp(127.0.0.1:1)/opencode?parseTime=true",
}

const installGlobalCommand = "npm install --global @opencode/session-cli\n"
const installSqlite = "npm install @opencode/session-core @opencode/session-sqlite\n"
const installWeb = "npm install @opencode/session-core @opencode/session-web\n"
const installMysql = "npm install @opencode/session-core @opencode/session-mysql\n"

beforeAll(async () => {
  registry = await offerPackages(published)
  installations = createInstallations({ folder: join(folder, "installations"), registry: registry.url, cache })
  globalCommand = await installations.of(installGlobalCommand)
})

afterAll(async () => {
  await registry?.close()
  // Thousands of files, on a disk that other tests keep busy.
  await rm(folder, { recursive: true, force: true })
})

describe("what is published", () => {
  it.each(published)("$name has its licence, its README and its types, and no tests", async ({ tarball }) => {
    const files = [...readPackage(tarball).keys()]
    expect(files).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md", "package/dist/index.d.ts"]))
    expect(files.filter((file) => file.includes(".test."))).toEqual([])
  })

  it.each(published)("$name depends on versions that npm knows, not on the workspace's", async ({ tarball }) => {
    expect(String(readPackage(tarball).get("package/package.json"))).not.toMatch(/"(?:workspace|catalog|file|link):/)
  })
})

describe("whoever installs core alone", () => {
  let core: Application
  beforeAll(async () => {
    core = await installations.of("npm install @opencode/session-core\n")
  })

  it("gets no database driver and no ORM", () => {
    expect(installedPackages(core.folder)).toEqual(["@opencode/session-core", "jsonc-parser", "zod"])
  })

  it("is told what to install when a store is opened", async () => {
    writeFileSync(join(core.folder, "open.mjs"), opening)
    const said = await core.run("node", "open.mjs")
    expect(said.trim()).toMatch(/^provider_not_found .* npm install @opencode\/session-sqlite$/)
  })
})

describe("whoever installs the SQLite provider", () => {
  let sqlite: Application
  beforeAll(async () => {
    sqlite = await installations.of(installSqlite)
  })

  it("gets its driver, and neither another one nor an ORM", () => {
    const others = /mysql|mariadb|^pg$|postgres|libsql|sqlite3$|drizzle/
    expect(installedPackages(sqlite.folder).filter((name) => others.test(name))).toEqual(["better-sqlite3"])
  })

  it("sees core's own errors: what the provider throws is what the application knows", async () => {
    const data = join(sqlite.folder, "data")
    mkdirSync(data)
    writeFileSync(join(data, "opencode.db"), "This is no database, but a note of some length.\n".repeat(99))
    writeFileSync(join(sqlite.folder, "knows.mjs"), knowing)
    const environment = { ...sqlite.environment, OPENCODE_DATA_DIRECTORY: data }
    expect((await mustRun(["node", "knows.mjs"], { ...sqlite, environment })).trim()).toBe("true")
  })

  it("gets an error, not a crash, under a Node.js that is too old", async () => {
    writeFileSync(join(sqlite.folder, "open.mjs"), opening)
    const said = await mustRun([...(await oldNode()), "open.mjs"], sqlite)
    expect(said).toMatch(/^runtime_unsupported SQLite sessions need Node\.js 22 or later/)
  })

  it("can put a program that opens a store into a single executable of Bun", async () => {
    writeFileSync(join(sqlite.folder, "open.mjs"), usingSqlite)
    await bundleWithBun(sqlite)
  })

  // A changed program must be signed again on other systems.
  it.skipIf(process.platform !== "linux")("can put it into a single executable of Node.js", async () => {
    writeFileSync(join(sqlite.folder, "open-later.mjs"), usingSqlite.replace("await main()", "main()"))
    const elsewhere = mkdtempSync(join(folder, "elsewhere-"))
    const executable = join(elsewhere, "app")
    await singleExecutable(sqlite.folder, "open-later.mjs", executable)
    expect(await mustRun([executable], { ...sqlite, folder: elsewhere })).toMatch(
      /^Fix the parser: node:sqlite, SQLite /,
    )
    await rm(elsewhere, { recursive: true })
  })
})

describe.each([10, 11] as const)(
  "a second developer, with npm %i and a lock file, on a machine without Python",
  (major) => {
    it("has a store after `npm ci`, with the SQLite of Node.js where better-sqlite3 wants to be compiled", async () => {
      const parent = join(folder, `second-developer-${major}`)
      const application = createApplication({ parent, registry: registry.url, cache })
      const programs = join(parent, "programs")
      mkdirSync(programs)
      symlinkSync(process.execPath, join(programs, "node"))
      symlinkSync("/bin/sh", join(programs, "sh"))
      const machine = { ...application, environment: { ...application.environment, PATH: programs } }
      const npm = ["node", npmProgram(major)]
      const packages = ["core", "sqlite", "cli"].map((name) => `@opencode/session-${name}`)
      await mustRun([...npm, "install", ...packages], machine)
      writeFileSync(join(application.folder, "open.mjs"), usingSqlite)
      expect(await mustRun(["node", "open.mjs"], machine)).toMatch(/^Fix the parser: better-sqlite3, SQLite /)

      await rm(join(application.folder, "node_modules"), { recursive: true })
      await mustRun([...npm, "ci"], machine)
      expect(installedPackages(application.folder)).not.toContain("better-sqlite3")
      expect(await mustRun(["node", "open.mjs"], machine)).toMatch(
        /^Fix the parser: node:sqlite, SQLite .* not installed/,
      )
      const command = ["node", join(application.folder, "node_modules/@opencode/session-cli/dist/bin.js")]
      expect(await mustRun([...command, "import", join(root, "apps/demo/sample/opencode.db")], machine)).toMatch(
        /7 new/,
      )
      expect(await mustRun([...command, "doctor"], machine)).toMatch(/driver\tnode:sqlite/)
      await bundleWithBun(machine)
    })
  },
)

/** Makes a single executable of the program, and runs it in another folder. */
async function bundleWithBun({ folder: program, environment }: Application): Promise<void> {
  const bun = runtimeProgram("bun")
  if (bun === undefined) return
  const elsewhere = mkdtempSync(join(folder, "elsewhere-"))
  const executable = join(elsewhere, "app")
  await mustRun([bun, "build", "--compile", "open.mjs", "--outfile", executable], { folder: program, environment })
  expect(await mustRun([executable], { folder: elsewhere, environment })).toMatch(
    /^Fix the parser: bun:sqlite, SQLite /,
  )
  await rm(elsewhere, { recursive: true })
}

describe("whoever installs the formats of OpenCode", () => {
  let formats: Application
  beforeAll(async () => {
    formats = await installations.of("npm install @opencode/session-core @opencode/session-opencode\n")
  })

  it("gets no provider, and nothing that has to be compiled", () => {
    const ours = ["core", "opencode", "sqlite-driver"].map((name) => `@opencode/session-${name}`)
    expect(installedPackages(formats.folder)).toEqual([...ours, "jsonc-parser", "zod"])
  })

  it("imports OpenCode's database all the same", async () => {
    writeFileSync(join(formats.folder, "import.mjs"), importing)
    expect((await formats.run("node", "import.mjs")).trim()).toBe("7 sessions")
  })
})

describe("whoever installs the histories of other agents", () => {
  it("gets no provider, and nothing that has to be compiled", async () => {
    const { folder } = await installations.of("npm install @opencode/session-core @opencode/session-agents\n")
    const ours = ["agents", "core", "opencode", "sqlite-driver"].map((name) => `@opencode/session-${name}`)
    const installed = installedPackages(folder)
    expect(installed.filter((name) => name.startsWith("@opencode/"))).toEqual(ours)
    expect(installed.filter((name) => /sqlite3|mysql|^pg$|drizzle|node-gyp|prebuild/.test(name))).toEqual([])
  })
})

describe("whoever installs the MySQL provider", () => {
  let mysql: Application
  beforeAll(async () => {
    mysql = await installations.of(installMysql)
  })

  it("gets no driver of another database, no ORM, and nothing that has to be compiled", () => {
    const drivers = /sqlite|^pg$|postgres|libsql|node-gyp|prebuild|drizzle/
    const installed = installedPackages(mysql.folder)
    expect(installed).toContain("mysql2")
    expect(installed.filter((name) => drivers.test(name))).toEqual([])
  })

  it("is told why a server cannot be reached", async () => {
    writeFileSync(join(mysql.folder, "open.mjs"), opening)
    const said = await mustRun(["node", "open.mjs"], { ...mysql, environment: { ...mysql.environment, ...noServer } })
    expect(said).toMatch(/^unavailable The server refuses connections\./)
  })
})

describe("somebody who installs the page", () => {
  let web: Application
  beforeAll(async () => {
    web = await installations.of(installWeb)
  })

  it("gets no driver, no agent, and none of what the page was built with", () => {
    const installed = installedPackages(web.folder)
    const others = /sqlite|mysql|^pg$|drizzle|^ai$|^@ai-sdk|preact|vite|highlight|markdown|uplot|dompurify/
    expect(installed.filter((name) => others.test(name))).toEqual([])
  })

  it("is shown the page, with its scripts and the licences of what is in them", async () => {
    writeFileSync(join(web.folder, "show.mjs"), showing)
    expect((await web.run("node", "show.mjs")).trim().split("\n")).toEqual([
      "/ 200 text/html; charset=utf-8",
      "script 200 text/javascript; charset=utf-8",
      "/THIRD-PARTY-LICENSES.md 200 text/markdown; charset=utf-8",
      "/api/status 200 application/json",
    ])
  })
})

describe("whoever installs the command", () => {
  it("gets one that runs in an empty home folder", async () => {
    const { version } = readManifest(join(root, "packages/session-cli"))
    expect((await globalCommand.run("opencode-session", "--version")).trim()).toBe(version)
    expect(JSON.parse(await globalCommand.run("opencode-session", "list", "--json"))).toEqual({
      sessions: [],
      nextCursor: null,
    })
  })

  it("has MySQL with it", async () => {
    const environment = { ...globalCommand.environment, ...noServer }
    const { status, stderr } = await run(["opencode-session", "list"], { ...globalCommand, environment })
    expect(stderr).toMatch(/^opencode-session: The server refuses connections\./)
    expect(status).toBe(5)
  })

  it("is told which Node.js it needs under one that is too old", async () => {
    const command = [...(await oldNode()), join(globalCommand.commands, "opencode-session"), "list"]
    const { status, stdout, stderr } = await run(command, globalCommand)
    expect(stderr).toMatch(/^opencode-session needs Node\.js 22 or newer; this is Node\.js \d+\./)
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" })
  })
})

/** Each README stands for itself: what its examples need, it says how to install. */
const readmes = ["README.md", ...published.map(({ folder }) => `${folder}/README.md`)]
/** The guides come after it: what it says how to install is there. */
const guides = ["using", "configuration", "command-line", "sqlite", "mysql", "importing"].map(
  (name) => `docs/${name}.md`,
)

const installationsIn = (document: string) =>
  examplesOf(document).flatMap(({ language, code }) =>
    language === "sh" && /^npm install .*\n$/.test(code) ? [code] : [],
  )

describe("the examples do what they say", () => {
  const readers = new Map<string, Reader>()

  beforeAll(async () => {
    for (const document of [...readmes, ...guides]) {
      const parent = join(folder, "readers", document.replaceAll("/", "-"))
      const application = createApplication({ parent, registry: registry.url, cache })
      const installed = guides.includes(document) ? [installGlobalCommand, installSqlite] : installationsIn(document)
      for (const command of installed) await installations.share(command, application)
      readers.set(document, { ...application, installed, command: globalCommand })
    }
    await compilePrograms(readers, folder)
  })

  describe.each([...readmes, ...guides])("of %s", (document) => {
    it.each(examplesOf(document).filter(({ language }) => language in runners))(
      "$language at line $line",
      (example) => {
        const reader = readers.get(document)
        if (reader === undefined) throw new Error(`Nobody reads ${document}.`)
        return runners[example.language]?.(reader, example)
      },
    )
  })
})

it("the guide to the command line has every command that the help lists", async () => {
  const help = await globalCommand.run("opencode-session", "--help")
  const guide = readFileSync(join(root, "docs/command-line.md"), "utf8")
  const commands = [...help.matchAll(/^ {2}([a-z]+) .* {2}/gm)].map(([, name]) => name)
  expect(commands).toContain("list")
  expect(commands.filter((name) => name !== "help" && !guide.includes(`**\`${name}`))).toEqual([])
})

it("documents are read as their readers see them: each code block says what it is", () => {
  const known = ["ts", "js", "sh", "jsonc", "console", "text", "json", "sql"]
  for (const document of [...readmes, ...guides]) {
    const fences = readFileSync(join(root, document), "utf8").match(/^```/gm)?.length ?? 0
    const examples = examplesOf(document)
    expect(examples.length * 2, document).toBe(fences)
    expect(
      examples.filter(({ language }) => !known.includes(language)),
      document,
    ).toEqual([])
  }
})
