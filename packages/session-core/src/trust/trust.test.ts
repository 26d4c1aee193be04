import { execFile } from "node:child_process"
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { beforeEach, describe, expect, test } from "vitest"
import {
  environment,
  home,
  load,
  mysql,
  project,
  setEnvironment,
  useMachine,
  write,
} from "../../test/support/machine.ts"
import type { ProviderTarget } from "../provider/provider-definition.ts"
import { assertTrustedTarget, assertTrustedType } from "./assert-trusted.ts"
import { isTrusted, trustConfigurationFile } from "./trust.ts"

useMachine()

const local: ProviderTarget = { description: "mysql://127.0.0.1/opencode", remote: false }
const remote: ProviderTarget = { description: "mysql://db.example/opencode", remote: true }

let trustFile = ""
beforeEach(() => {
  trustFile = join(home, ".config", "opencode", "trusted-configuration.json")
})

const trust = (path: string) => trustConfigurationFile(path, { environment })

describe("a repository that somebody clones", () => {
  test("cannot have a database written outside of it, by an option or by a link that it brings", async () => {
    const path = write(join(project, "opencode.json"), { sessionProvider: { sqlite: { file: "/elsewhere/x.db" } } })
    const target = (file: string): ProviderTarget => ({ description: file, remote: false, path: file })
    await expect(assertTrustedTarget(await load(), target(join(home, "x.db")))).rejects.toMatchObject({
      code: "untrusted_configuration",
      message: expect.stringContaining("opencode.json"),
    })
    symlinkSync(home, join(project, "link"))
    await expect(assertTrustedTarget(await load(), target(join(project, "link", "x.db")))).rejects.toMatchObject({
      code: "untrusted_configuration",
    })
    await assertTrustedTarget(await load(), target(join(project, "x.db")))
    await assertTrustedTarget(await load(), target(join(home, ".opencode", "opencode.db")))
    await trust(path)
    await assertTrustedTarget(await load(), target(join(home, "x.db")))
  })

  test("cannot send sessions to its author's server; the message says how to allow it", async () => {
    const path = write(join(project, "opencode.json"), mysql({ dsn: "me:hunter2@tcp(db.example)/opencode" }))
    const configuration = await load()
    await assertTrustedType(configuration)
    await expect(assertTrustedTarget(configuration, remote)).rejects.toMatchObject({
      code: "untrusted_configuration",
      message: `${path} came with the project and is not trusted: it has a part in sending sessions to mysql://db.example/opencode.`,
      hint: `Look at it. If that is what you want, run: opencode-session config trust ${path}`,
    })
    await trust(path)
    await assertTrustedTarget(configuration, remote)
  })

  test("may choose mysql and a server on this machine", async () => {
    write(join(project, "opencode.json"), mysql({ host: "localhost" }))
    const configuration = await load()
    await assertTrustedType(configuration)
    await assertTrustedTarget(configuration, local)
  })

  test("may choose mysql when the server is the user's own", async () => {
    write(join(home, "opencode.json"), { sessionProvider: { mysql: { dsn: "me:x@tcp(db.example)/opencode" } } })
    write(join(project, "opencode.json"), { sessionProvider: { type: "mysql", sqlite: { synchronous: "full" } } })
    await assertTrustedTarget(await load(), remote)
  })

  test("cannot weaken the connection to the user's own server by a single option", async () => {
    write(join(home, "opencode.json"), mysql({ dsn: "me:x@tcp(db.example)/opencode" }))
    write(join(project, "opencode.json"), { sessionProvider: { mysql: { tls: { mode: "off" } } } })
    await expect(assertTrustedTarget(await load(), remote)).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test("cannot hide its option behind one of the user's whose name has a dot", async () => {
    write(join(home, "opencode.json"), mysql({ "tls.mode": "on" }))
    write(join(project, "opencode.json"), { sessionProvider: { mysql: { tls: { mode: "off" } } } })
    await expect(assertTrustedTarget(await load(), remote)).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test.each(["./provider.js", "/tmp/provider.js", "~/provider.js", "@acme/session-redis", "left-pad"])(
    "cannot run code of its choice by the type %s",
    async (type) => {
      const path = write(join(project, "opencode.json"), { sessionProvider: { type } })
      const configuration = await load()
      await expect(assertTrustedType(configuration)).rejects.toMatchObject({ code: "untrusted_configuration" })
      await trust(path)
      await assertTrustedType(configuration)
    },
  )

  test("cannot write outside of itself, neither by .. nor through a link", async () => {
    const path = join(project, "opencode.json")
    symlinkSync(join(home, "not-there-yet"), join(project, "link"))
    for (const directory of ["../other", "link", "link/deeper", "~/.ssh", "/etc"]) {
      write(path, { data: { directory } })
      const configuration = await load()
      await expect(assertTrustedTarget(configuration, local)).rejects.toMatchObject({
        code: "untrusted_configuration",
        message: expect.stringContaining("data.directory"),
      })
      await trust(path)
      await assertTrustedTarget(configuration, local)
    }
    for (const directory of ["data", ".", "..data", join(project, "x", "..", "y")]) {
      write(path, { data: { directory } })
      await assertTrustedTarget(await load(), local)
    }
  })

  test("has no say when the environment or the user's own file decides", async () => {
    write(join(project, "opencode.json"), { data: { directory: "/etc" }, sessionProvider: { type: "./provider.js" } })
    setEnvironment({ ...environment, OPENCODE_DATA_DIRECTORY: "/var/data", OPENCODE_SESSION_PROVIDER_TYPE: "@acme/x" })
    const configuration = await load()
    await assertTrustedType(configuration)
    await assertTrustedTarget(configuration, remote)
    rmSync(join(project, "opencode.json"))
    write(join(home, "opencode.json"), {
      data: { directory: "/etc" },
      sessionProvider: { type: "@acme/x", "@acme/x": { url: "u" } },
    })
    setEnvironment({ HOME: home })
    await assertTrustedType(await load())
    await assertTrustedTarget(await load(), remote)
  })

  test("is asked about again when its file changes, and not when it changes back", async () => {
    const path = write(join(project, "opencode.json"), mysql({ host: "db.example" }))
    await trust(path)
    await assertTrustedTarget(await load(), remote)
    write(path, mysql({ host: "evil.example" }))
    await expect(assertTrustedTarget(await load(), remote)).rejects.toMatchObject({ code: "untrusted_configuration" })
    write(path, mysql({ host: "db.example" }))
    await assertTrustedTarget(await load(), remote)
  })

  test("gains nothing by copying a file that is trusted elsewhere: ./ means another folder here", async () => {
    const content = { sessionProvider: { type: "./provider.js" } }
    await trust(write(join(home, "mine", "opencode.json"), content))
    write(join(project, "opencode.json"), content)
    await expect(assertTrustedType(await load())).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test("is judged by every file of it that has a part in the matter, and by no other", async () => {
    const top = write(join(project, "opencode.json"), mysql({ host: "db.example" }))
    const below = write(join(project, "a 'b", "opencode.json"), mysql({ port: 1 }))
    write(join(project, "a 'b", ".opencode.json"), { sessionProvider: { sqlite: { x: 1 } } })
    const configuration = await load(dirname(below))
    await expect(assertTrustedTarget(configuration, remote)).rejects.toMatchObject({
      hint: expect.stringContaining(
        `opencode-session config trust ${top} && opencode-session config trust '${project}/a '\\''b/opencode.json'`,
      ),
    })
    await trust(top)
    await expect(assertTrustedTarget(configuration, remote)).rejects.toMatchObject({
      hint: expect.not.stringContaining(`trust ${top}`),
    })
    await trust(below)
    await assertTrustedTarget(configuration, remote)
  })
})

describe("the file that remembers trust", () => {
  test("is the user's alone, and leaves nothing beside it", async () => {
    const path = write(join(project, "opencode.json"), {})
    const entry = await trust(path)
    expect(JSON.parse(readFileSync(trustFile, "utf8"))).toEqual({ version: 1, trusted: [entry] })
    expect(statSync(trustFile).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(trustFile))).toEqual(["trusted-configuration.json"])
    await trust(path)
    expect(JSON.parse(readFileSync(trustFile, "utf8")).trusted).toHaveLength(1)
  })

  test("is in XDG_CONFIG_HOME when that is set", async () => {
    setEnvironment({ HOME: home, XDG_CONFIG_HOME: join(home, "xdg") })
    await trust(write(join(project, "opencode.json"), {}))
    expect(statSync(join(home, "xdg", "opencode", "trusted-configuration.json")).isFile()).toBe(true)
  })

  test("knows a file by its real folder, however one gets there", async () => {
    write(join(project, "opencode.json"), {})
    symlinkSync(project, join(home, "link"))
    await trust(join(home, "link", "opencode.json"))
    const [file] = (await load()).files
    expect(file && (await isTrusted(file, trustFile))).toBe(true)
  })

  test("leaves no lock behind, for which the next process would wait", async () => {
    await trust(write(join(project, "opencode.json"), {}))
    expect(readdirSync(dirname(trustFile))).toEqual(["trusted-configuration.json"])
  })

  test("loses nothing when several processes add to it at once", async () => {
    const module = JSON.stringify(join(import.meta.dirname, "trust.ts"))
    const paths = Array.from({ length: 8 }, (_, index) => write(join(project, `${index}`, "opencode.json"), { index }))
    await Promise.all(
      paths.map((path) =>
        promisify(execFile)(process.execPath, [
          "--input-type=module",
          "--eval",
          `const { trustConfigurationFile } = await import(${module})
           await trustConfigurationFile(${JSON.stringify(path)}, { environment: { HOME: ${JSON.stringify(home)} } })`,
        ]),
      ),
    )
    const { trusted } = JSON.parse(readFileSync(trustFile, "utf8"))
    expect(trusted.map((entry: { path: string }) => entry.path).toSorted()).toEqual(paths)
  })

  test("can be written although a process died while it wrote", async () => {
    write(`${trustFile}.lock`, "")
    utimesSync(`${trustFile}.lock`, 0, 0)
    await trust(write(join(project, "opencode.json"), {}))
    expect(readdirSync(dirname(trustFile))).toEqual(["trusted-configuration.json"])
  })

  test.each(["", "{", "[]", '{"version": 2, "trusted": []}', '{"version": 1, "trusted": [{"path": 1}]}'])(
    "is neither believed nor overwritten when it is damaged: %j",
    async (content) => {
      write(trustFile, content)
      const path = write(join(project, "opencode.json"), mysql({ host: "db.example" }))
      const failure = { code: "invalid_configuration", message: expect.stringContaining(trustFile) }
      await expect(trust(path)).rejects.toMatchObject(failure)
      await expect(load().then((loaded) => assertTrustedTarget(loaded, remote))).rejects.toMatchObject(failure)
      expect(readFileSync(trustFile, "utf8")).toBe(content)
    },
  )

  test("is not read when nothing needs trust, so that a damaged one stops nobody", async () => {
    write(trustFile, "{")
    write(join(project, "opencode.json"), mysql({ host: "localhost" }))
    await assertTrustedType(await load())
    await assertTrustedTarget(await load(), local)
  })

  test("says so when it cannot be written", async () => {
    write(join(home, ".config", "opencode"), "a file in the folder's place")
    const path = write(join(project, "opencode.json"), {})
    await expect(trust(path)).rejects.toMatchObject({
      code: "access_denied",
      message: `${trustFile} cannot be written.`,
    })
  })

  test("takes no file that is not there", async () => {
    await expect(trust(join(project, "nothing.json"))).rejects.toMatchObject({
      code: "invalid_configuration",
      message: `There is no file ${join(project, "nothing.json")}.`,
    })
  })
})

describe("the code of a provider that a trusted file names", () => {
  const put = (path: string, text = "export const provider = {}"): string => write(join(project, path), text)
  const check = async () => assertTrustedType(await load())

  beforeEach(async () => {
    put(
      "tools/provider.js",
      'import { a } from "./parts/a.js"\nexport * from "../shared/b"\nawait import("./late.mjs")',
    )
    put("tools/parts/a.js", 'require("vendored")\nnew URL("./worker.js", import.meta.url)\nexport const a = "./a.js"')
    put("tools/parts/worker.js")
    put("shared/b.ts", 'import data from "./data.json" with { type: "json" }')
    put("shared/data.json", "{}")
    put("tools/late.mjs")
    put("node_modules/vendored/package.json", '{ "name": "vendored", "exports": "./main.js" }')
    put("node_modules/vendored/main.js", 'import "./inner.js"')
    put("node_modules/vendored/inner.js")
    put("unrelated.js")
    await trust(write(join(project, "opencode.json"), { sessionProvider: { type: "./tools/provider.js" } }))
    await check()
  })

  test.each([
    "tools/provider.js",
    "tools/parts/a.js",
    "tools/parts/worker.js",
    "tools/late.mjs",
    "shared/b.ts",
    "shared/data.json",
    "node_modules/vendored/main.js",
    "node_modules/vendored/inner.js",
  ])("is asked about again when a pull changes %s", async (path) => {
    put(path, `${readFileSync(join(project, path), "utf8")}\n// and more`)
    await expect(check()).rejects.toMatchObject({
      code: "untrusted_configuration",
      message: expect.stringContaining("has changed since you trusted it"),
      hint: expect.stringContaining(`config trust ${join(project, "opencode.json")}`),
    })
    await trust(join(project, "opencode.json"))
    await check()
  })

  test("is asked about again when a file appears that it then imports instead", async () => {
    put("tools/parts/a.js.map")
    await check()
    put("shared/b.js")
    await expect(check()).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test("is trusted however one gets there", async () => {
    rmSync(trustFile)
    symlinkSync(project, join(home, "link"))
    await trust(join(home, "link", "opencode.json"))
    await check()
  })

  test("is not asked about when anything else changes", async () => {
    put("unrelated.js", "// changed")
    put("tools/parts/c.js")
    await check()
  })

  test("is asked about when it was not there at the time", async () => {
    const path = write(join(project, "opencode.json"), { sessionProvider: { type: "./later.js" } })
    await trust(path)
    await check()
    put("later.js")
    await expect(check()).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test("is asked about when a version before this one has trusted the file, which knew no code", async () => {
    const content = JSON.parse(readFileSync(trustFile, "utf8"))
    delete content.trusted[0].code
    writeFileSync(trustFile, JSON.stringify(content))
    await expect(check()).rejects.toMatchObject({ code: "untrusted_configuration" })
  })

  test("is read in time that grows with its length, whatever stands in it", async () => {
    put("tools/provider.js", `${`import${" ".repeat(2000)}`.repeat(2000)}\n${'"./'.repeat(200_000)}`)
    await trust(join(project, "opencode.json"))
    await check()
  })
})
