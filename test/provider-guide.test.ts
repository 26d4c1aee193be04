import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { mustRun } from "session-test-support/run"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packs } from "../scripts/packs.mjs"
import { type Application, createApplication } from "./installation/application.ts"
import { examplesOf } from "./installation/examples.ts"
import type { LoopbackRegistry } from "./installation/loopback-registry.ts"
import { offerPackages } from "./installation/offer-packages.ts"

// The guide for authors of providers, followed from its beginning to its end in an empty folder, by somebody who has nothing
// but npm.

const guide = "docs/providers.md"
const folder = mkdtempSync(join(tmpdir(), "provider-guide-"))
const tools = { "": ["vitest", "typescript", "@types/node"] }
let registry: LoopbackRegistry
let author: Application

beforeAll(async () => {
  registry = await offerPackages(packs(join(folder, "packs")), { tools })
  author = createApplication({ parent: join(folder, "author"), registry: registry.url, cache: join(folder, "cache") })
  rmSync(join(author.folder, "package.json"))
  await author.run("npm", "install", "--global", "@opencode/session-cli")
})

afterAll(async () => {
  await registry?.close()
  // Thousands of files, on a disk that other tests keep busy.
  await rm(folder, { recursive: true, force: true })
})

const examples = examplesOf(guide)

describe("whoever follows the guide to writing a provider", () => {
  it.each(examples.filter(({ language, file }) => file !== null || language === "sh" || language === "jsonc"))(
    "is told what works: $language at line $line",
    async ({ language, file, code }) => {
      if (file !== null) writeFile(join(author.folder, file), code)
      else if (language === "sh") await author.run("sh", "-e", "-c", code)
      else await used(code)
    },
  )

  it("has every block of the guide either as a file, as a command, or as something that is only shown", () => {
    const known = ["sh", "jsonc", "console", "text"]
    expect(examples.filter(({ language, file }) => file === null && !known.includes(language))).toEqual([])
  })
})

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** What a user of the provider configures: installed from the tarball that would be published, it is found by its name. */
async function used(configuration: string): Promise<void> {
  const user = createApplication({
    parent: join(folder, "user"),
    registry: registry.url,
    cache: join(folder, "cache"),
  })
  await author.run("npm", "pack", "--pack-destination", folder)
  await user.run("npm", "install", join(folder, "session-journal-1.0.0.tgz"), "@opencode/session-core")
  writeFile(join(user.environment.HOME ?? "", ".config/opencode/opencode.jsonc"), configuration)
  writeFile(
    join(user.folder, "use.mjs"),
    `import { openSessionStore } from "@opencode/session-core"
     await using store = await openSessionStore()
     await store.sessions.create({ title: "Of a user" })
     console.log(store.provider.name, store.provider.location)`,
  )
  const said = await mustRun(["node", "use.mjs"], user)
  expect(said.trim()).toBe(`journal ${join(user.environment.HOME ?? "", ".opencode", "sessions.jsonl")}`)
}
