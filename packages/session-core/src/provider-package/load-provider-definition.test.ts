import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { specificationVersion } from "../provider/session-provider.ts"
import { loadProviderDefinition } from "./load-provider-definition.ts"

const everything = realpathSync(mkdtempSync(join(tmpdir(), "load-provider-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

let application = ""
beforeEach(() => {
  application = mkdtempSync(join(everything, "case-"))
})

const write = (path: string, content: string): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const source = (name = "x", version = specificationVersion) =>
  `export const provider = { specificationVersion: ${JSON.stringify(version)}, name: ${JSON.stringify(name)}, parseOptions() {}, target() {}, open() {} }`

const install = (name: string, code: string, manifest: object = { type: "module", exports: "./index.js" }): string => {
  const folder = join(application, "node_modules", name)
  write(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }))
  return write(join(folder, "index.js"), code)
}

const load = (type: string) => loadProviderDefinition(type, { resolveFrom: [join(everything, "nowhere"), application] })

describe("a provider is found", () => {
  test("as a package that only the application depends on, as strict package managers install it", async () => {
    install("@acme/session-redis", source("redis"))
    expect((await load("@acme/session-redis")).name).toBe("redis")
  })

  test("in the folder above the application's", async () => {
    install("session-redis", source("redis"))
    const { name } = await loadProviderDefinition("session-redis", {
      resolveFrom: [join(application, "packages", "cli")],
    })
    expect(name).toBe("redis")
  })

  test.each([
    ["for import only", { type: "module", exports: { ".": { import: "./index.js" } } }],
    ["for import only, without a dot", { type: "module", exports: { types: "./index.d.ts", import: "./index.js" } }],
    [
      "with nested conditions",
      { type: "module", exports: { ".": { browser: "./no.js", node: { import: "./index.js" } } } },
    ],
    ["with main", { type: "module", main: "index.js" }],
  ])("when its package is made %s", async (_, manifest) => {
    install("session-redis", source("redis"), manifest)
    expect((await load("session-redis")).name).toBe("redis")
  })

  test("when its package is CommonJS", async () => {
    const code = `module.exports = Object.assign({}, { provider: ${source("redis").replace("export const provider =", "")} })`
    install("session-redis", code, {})
    expect((await load("session-redis")).name).toBe("redis")
  })

  test("by the path of a file or of a package's folder", async () => {
    expect((await load(write(join(application, "provider.mjs"), source("mine")))).name).toBe("mine")
    expect((await load(dirname(install("session-redis", source("redis"))))).name).toBe("redis")
  })

  test("by the path of a package's folder that has its modules in another, as a build leaves it", async () => {
    const manifest = { type: "module", exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } } }
    const folder = dirname(install("session-redis", "", manifest))
    rmSync(join(folder, "index.js"))
    write(join(folder, "dist", "index.js"), source("redis"))
    expect((await load(folder)).name).toBe("redis")
  })
})

test("a provider's file may have any name", async () => {
  const path = write(join(application, "my provider#1%20?.mjs"), source("mine"))
  // In a process of its own, because the test runner's loader takes such names apart.
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    `const { loadProviderDefinition } = await import(${JSON.stringify(join(import.meta.dirname, "load-provider-definition.ts"))})
     console.log((await loadProviderDefinition(${JSON.stringify(path)}, { resolveFrom: [] })).name)`,
  ])
  expect(stdout).toBe("mine\n")
})

describe("a provider that is not installed", () => {
  test("is named with the command that installs it", async () => {
    await expect(load("@acme/session-redis")).rejects.toMatchObject({
      code: "provider_not_found",
      message:
        "The session provider @acme/session-redis needs the package @acme/session-redis, which is not installed.",
      hint: "npm install @acme/session-redis",
    })
  })

  test("gets the right name as a hint when it looks like a typing mistake", async () => {
    await expect(load("mysl")).rejects.toMatchObject({ code: "provider_not_found", hint: "Did you mean mysql?" })
  })

  test("is looked for in no folder that was not given, whatever lies in the folder one works in", async () => {
    install("session-redis", source("redis"))
    const before = process.cwd()
    process.chdir(application)
    try {
      await expect(loadProviderDefinition("session-redis", { resolveFrom: [] })).rejects.toMatchObject({
        code: "provider_not_found",
      })
    } finally {
      process.chdir(before)
    }
  })

  test("is reported by its path when it is a file", async () => {
    await expect(load(join(application, "nothing.js"))).rejects.toMatchObject({
      code: "provider_not_found",
      message: `There is no provider module ${join(application, "nothing.js")}.`,
    })
  })
})

describe("a provider that is installed and does not work is not called missing", () => {
  test.each([
    ["an error in its own code", 'throw new Error("out of luck")', "out of luck"],
    ["a missing dependency", 'import "not-installed-either"', "not-installed-either"],
    ["a missing file of its own", 'import "./not-built.js"', "not-built.js"],
    ["a syntax error", "export const = 1", ""],
  ])("%s", async (_, code, words) => {
    install("session-redis", code)
    await expect(load("session-redis")).rejects.toMatchObject({
      code: "provider_incompatible",
      message: expect.stringMatching(/^session-redis is installed but cannot be loaded: /),
      cause: { message: expect.stringContaining(words) },
    })
  })

  test("its package has no entry, or a damaged package.json", async () => {
    install("session-redis", "", { exports: { "./other": "./index.js" } })
    rmSync(join(application, "node_modules", "session-redis", "index.js"))
    await expect(load("session-redis")).rejects.toMatchObject({ code: "provider_incompatible" })
    write(join(application, "node_modules", "session-redis", "package.json"), "{")
    await expect(load("session-redis")).rejects.toMatchObject({ code: "provider_incompatible" })
  })

  test("a password in its error does not get into ours", async () => {
    install("session-redis", 'throw new Error("cannot reach redis://me:hunter2@db/0")')
    await expect(load("session-redis")).rejects.toMatchObject({
      message: "session-redis is installed but cannot be loaded: cannot reach redis://***@db/0",
    })
  })

  test("its own typed error comes through as it is", async () => {
    const errors = JSON.stringify(join(import.meta.dirname, "..", "errors", "index.ts"))
    install(
      "session-redis",
      `import { SessionStorageError } from ${errors}
       throw new SessionStorageError("runtime_unsupported", "Node is too old.")`,
    )
    await expect(load("session-redis")).rejects.toMatchObject({
      code: "runtime_unsupported",
      message: "Node is too old.",
    })
  })
})

describe("what is no provider, or another version's, says what is to be done", () => {
  test.each([
    ["export const other = 1", "session-redis exports no `provider`.", "Check sessionProvider.type"],
    ["export const provider = null", "session-redis exports no `provider`.", "Check sessionProvider.type"],
    [
      "export const provider = {}",
      "The provider of session-redis has no specificationVersion.",
      "Update session-redis.",
    ],
    [
      `export const provider = { specificationVersion: "${specificationVersion}", name: 1, open() {} }`,
      "The provider of session-redis lacks name, parseOptions, target.",
      "Update session-redis.",
    ],
    [
      source("x", "999"),
      `speaks version 999 of the provider contract, and this program version ${specificationVersion}`,
      "Update @opencode/session-core",
    ],
    [source("x", "0"), "speaks version 0 of the provider contract", "Update session-redis."],
    [source("x", "beta"), "has no specificationVersion", "Update session-redis."],
  ])("%s", async (code, message, hint) => {
    install("session-redis", code)
    await expect(load("session-redis")).rejects.toMatchObject({
      code: "provider_incompatible",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })

  test("a module of the runtime itself is no provider", async () => {
    await expect(load("fs")).rejects.toMatchObject({ code: "provider_incompatible" })
  })
})
