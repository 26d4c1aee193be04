import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { type SessionProvider, specificationVersion } from "../provider/session-provider.ts"
import { createSessionStore } from "../store/session-store.ts"
import { openSessionStore } from "./open-session-store.ts"

/*
 * A provider that was made for another version of the contract is met with both versions and the side to update, however it
 * comes, and nothing of it is called but `close` where it was opened already.
 */

const everything = realpathSync(mkdtempSync(join(tmpdir(), "other-versions-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

let home = ""
beforeEach(() => {
  home = mkdtempSync(join(everything, "case-"))
})

/** A module whose provider would say so if it were asked for more than its version. */
const moduleOf = (version: string) => `const called = () => { throw new Error("it was called") }
  export const provider = {
    specificationVersion: ${JSON.stringify(version)}, name: "other", parseOptions: called, target: called, open: called
  }`

const write = (path: string, content: string): string => {
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, content)
  return path
}

const open = (type: string, providers: ProviderDefinition[] = []) =>
  openSessionStore({
    directory: home,
    environment: { HOME: home, OPENCODE_SESSION_PROVIDER_TYPE: type, OPENCODE_PROJECT_ID: "app" },
    providers,
  })

/** As a program that was compiled against another version would hand it over. */
const otherVersion = <Value extends object>(value: Value, version: unknown): Value => {
  const other = new Proxy(value, {
    get(target, key) {
      if (key === "specificationVersion") return version
      const member: unknown = Reflect.get(target, key)
      return typeof member === "function" ? member.bind(target) : member
    },
  })
  return other
}

const definitionOf = (provider: SessionProvider): ProviderDefinition => ({
  specificationVersion,
  name: "other",
  parseOptions: () => ({}),
  target: () => ({ description: "memory", remote: false }),
  open: async () => provider,
})

const older = String(Number(specificationVersion) - 1)
const newer = String(Number(specificationVersion) + 1)

describe.each([
  { age: "an older", version: older, updates: /^Update (?!@opencode\/session-core)/ },
  { age: "a newer", version: newer, updates: /^Update @opencode\/session-core and the program that uses it\.$/ },
])("a provider of $age version says which side to update", ({ version, updates }) => {
  const refusal = (who: string) => ({
    code: "provider_incompatible",
    message: `${who} speaks version ${version} of the provider contract, and this program version ${specificationVersion}.`,
    hint: expect.stringMatching(updates),
  })

  it("when `sessionProvider.type` is the name of its package", async () => {
    // Where the application's own packages are: beside the program that runs.
    const script = process.argv[1]
    process.argv[1] = join(home, "application.js")
    write(join(home, "application.js"), "")
    const installed = join(home, "node_modules", "session-other-version")
    write(
      join(installed, "package.json"),
      JSON.stringify({ name: "session-other-version", type: "module", exports: "./index.js" }),
    )
    write(join(installed, "index.js"), moduleOf(version))
    try {
      await expect(open("session-other-version")).rejects.toMatchObject(
        refusal("The provider of session-other-version"),
      )
    } finally {
      process.argv[1] = script ?? ""
    }
  })

  it("when it is a path", async () => {
    const path = write(join(home, "provider.mjs"), moduleOf(version))
    await expect(open(path)).rejects.toMatchObject(refusal(`The provider of ${path}`))
  })

  it("when the application hands its definition to `openSessionStore`", async () => {
    const definition = otherVersion(definitionOf(createMemoryProvider()), version)
    await expect(open("other", [definition])).rejects.toMatchObject(
      refusal('The provider "other", which the application brings,'),
    )
  })

  it("when a definition of this version opens it", async () => {
    const definition = definitionOf(otherVersion(createMemoryProvider(), version))
    await expect(open("other", [definition])).rejects.toMatchObject(refusal('The provider "memory"'))
  })

  it("and is closed when it was opened already, or its connection would keep the program from ending", async () => {
    const provider = createMemoryProvider()
    await expect(open("other", [definitionOf(otherVersion(provider, version))])).rejects.toMatchObject(
      refusal('The provider "memory"'),
    )
    await expect(provider.listProjects()).rejects.toMatchObject({ code: "closed" })
  })

  it("also when it cannot be closed", async () => {
    const close = () => Promise.reject(new Error("it does not close"))
    const provider = Object.assign(createMemoryProvider(), { close })
    await expect(open("other", [definitionOf(otherVersion(provider, version))])).rejects.toMatchObject(
      refusal('The provider "memory"'),
    )
  })

  it("when the application hands it to `createSessionStore`", () => {
    const provider = otherVersion(createMemoryProvider(), version)
    expect(() => createSessionStore({ provider, scope: { projectId: "app" }, author: null })).toThrow(
      expect.objectContaining(refusal('The provider "memory"')),
    )
  })
})

it("a provider without a version is none of this contract's, and that is said too", () => {
  const provider = otherVersion(createMemoryProvider(), undefined)
  expect(() => createSessionStore({ provider, scope: { projectId: "app" }, author: null })).toThrow(
    expect.objectContaining({ code: "provider_incompatible", hint: "Update the package that it comes from." }),
  )
})

it("an application can adapt an older provider, and it is this version's then", async () => {
  const old = otherVersion(createMemoryProvider(), older)
  const store = await open("other", [definitionOf(otherVersion(old, specificationVersion))])
  await store.sessions.create({ title: "Adapted" })
  expect((await store.sessions.list()).sessions).toHaveLength(1)
  await store.close()
})
