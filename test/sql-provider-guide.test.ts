import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { mustRun, run } from "session-test-support/run"
import { npmProgram } from "session-test-support/runtimes"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packs, root } from "../scripts/packs.mjs"
import { type Application, createApplication, installedPackages } from "./installation/application.ts"
import { examplesOf } from "./installation/examples.ts"
import type { LoopbackRegistry } from "./installation/loopback-registry.ts"
import { offerPackages } from "./installation/offer-packages.ts"
import { failuresInGuide, groupsWithFailures, readKitReport } from "./installation/scaffold-failures.ts"

// The guide for authors of SQL providers, followed in an empty folder, by somebody who has nothing but npm; and what their
// package then means for applications that use Drizzle themselves. The whole kit runs on the same files at night
// (nightly/sql-provider-kit.nightly.ts).

const guide = "docs/sql-providers.md"
const name = "session-pglite"
const folder = mkdtempSync(join(tmpdir(), "sql-provider-guide-"))
const cache = join(folder, "cache")
const published = packs(join(folder, "packs"))
const tools = {
  "": ["vitest", "typescript", "@types/node", "esbuild"],
  "packages/session-postgres": ["@electric-sql/pglite", "drizzle-kit", "drizzle-orm"],
}
const examples = examplesOf(guide)
const files = new Map(examples.flatMap(({ file, code }) => (file === null ? [] : [[file, code] as const])))

let registry: LoopbackRegistry
let author: Application

beforeAll(async () => {
  registry = await offerPackages(published, { tools, folders: [olderDrizzle(join(folder, "older-drizzle"))] })
  author = applicationOf("author")
  rmSync(join(author.folder, "package.json"))
}, 240_000)

afterAll(async () => {
  await registry?.close()
  // Thousands of files, on a disk that other tests keep busy.
  await rm(folder, { recursive: true, force: true })
}, 240_000)

const applicationOf = (parent: string) =>
  createApplication({ parent: join(folder, parent), registry: registry.url, cache })

/** Drizzle as an application may have it for its own tables. Nothing of ours may load it. */
function olderDrizzle(path: string): string {
  const manifest = {
    name: "drizzle-orm",
    version: "0.38.4",
    type: "module",
    exports: { ".": "./index.js", "./*": "./index.js" },
  }
  writeFile(join(path, "package.json"), JSON.stringify(manifest))
  writeFile(join(path, "index.js"), 'throw new Error("The Drizzle of the application was loaded.")\n')
  return path
}

describe("an author who follows the guide to a SQL provider", () => {
  it("sees the files that create-provider makes", async () => {
    const made = join(folder, "made")
    await mustRun(["node", join(root, "scripts/create-provider.mjs"), name, made, "--sql"], { folder })
    const text = readFileSync(join(root, guide), "utf8")
    const shown = text.replace(/(`([\w./-]+\.\w+)`:\n\n```\w+\n).*?^```$/gms, (block, begin, file) =>
      file === "package.json" ? block : `${begin}${readFileSync(join(made, file), "utf8")}\`\`\``,
    )
    await expect(shown).toMatchFileSnapshot(join("..", guide))
    const manifest = JSON.parse(readFileSync(join(made, "package.json"), "utf8"))
    for (const key of ["dependencies", "devDependencies", "peerDependencies"]) delete manifest[key]
    expect(JSON.parse(files.get("package.json") ?? "")).toEqual(manifest)
  })

  it.each(examples.filter(({ language, file }) => file !== null || language === "sh"))(
    "is told what works: $language at line $line",
    { timeout: 600_000 },
    async ({ language, file, code }) => {
      if (file !== null) writeFile(join(author.folder, file), code)
      else if (language === "sh") await author.run("sh", "-e", "-c", code)
    },
  )

  it("sees those cases fail that the guide says, and no others of the same groups", { timeout: 900_000 }, async () => {
    const report = join(folder, "report.json")
    const { status } = await run(
      ["npx", "vitest", "run", "--reporter=json", `--outputFile=${report}`, "-t", groupsWithFailures.source],
      author,
    )
    expect(status).toBe(1)
    const { failures, passed } = readKitReport(report)
    expect(failures).toEqual(failuresInGuide())
    expect(passed).toBeGreaterThan(20)
  })

  it("publishes a package that needs no Drizzle, and whose definition loads no driver", async () => {
    const dist = join(author.folder, "dist")
    const importsOf = (file: string) =>
      [...readFileSync(join(dist, file), "utf8").matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";$/gm)]
        .map(([, from = ""]) => from)
        .filter((from) => !/^(?:node:|\.)|^(?:path|fs|url)/.test(from))
    expect(new Set(importsOf("index.js"))).toEqual(new Set(["@opencode/session-core/provider"]))
    const chunks = readdirSync(join(dist, "chunks")).flatMap((file) => importsOf(join("chunks", file)))
    expect([...new Set(chunks)].sort()).toEqual(["@electric-sql/pglite", "@opencode/session-core/provider"])
    expect(readFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8")).toContain("drizzle-orm")
    const { dependencies } = JSON.parse(readFileSync(join(author.folder, "package.json"), "utf8"))
    expect(Object.keys(dependencies)).toEqual(["@electric-sql/pglite"])
  })
})

/** Opens the author's provider, writes with it, and says what it is. */
const using = `import { openSessionStore } from "@opencode/session-core"
const environment = { ...process.env, OPENCODE_SESSION_PROVIDER_TYPE: ${JSON.stringify(name)} }
await using store = await openSessionStore({ environment })
const { id } = await store.sessions.create({ title: "Fix the parser" })
console.log(store.provider.name, (await store.sessions.require(id)).title)
`

describe("an application with a Drizzle of its own", () => {
  let tarball: string
  beforeAll(async () => {
    await author.run("npm", "pack", "--pack-destination", folder)
    tarball = join(folder, `${name}-0.0.0.tgz`)
  }, 240_000)

  it.each([10, 11] as const)("installs our packages with npm %i, and opens a store", async (major) => {
    const application = applicationOf(`with-drizzle-${major}`)
    const npm = ["node", npmProgram(major)]
    await mustRun([...npm, "install", "drizzle-orm@0.38.4"], application)
    await mustRun([...npm, "install", "@opencode/session-core", tarball], application)
    expect(installedPackages(application.folder)).toContain("drizzle-orm")
    writeFileSync(join(application.folder, "use.mjs"), using)
    expect(await mustRun(["node", "use.mjs"], application)).toBe("pglite Fix the parser\n")
  })

  it("may have a SQL provider that is not bundled: each finds the Drizzle that it was made with", async () => {
    const unbundled = join(folder, "unbundled")
    const manifest = {
      ...{ name: "session-unbundled", version: "1.0.0", type: "module", exports: "./index.js" },
      dependencies: { "drizzle-orm": "^0.45.4" },
      peerDependencies: { "@opencode/session-core": "*" },
    }
    writeFile(join(unbundled, "package.json"), JSON.stringify(manifest))
    writeFile(join(unbundled, "index.js"), rendering)
    await mustRun(["npm", "pack", "--pack-destination", folder], { ...author, folder: unbundled })
    const packed = join(folder, "session-unbundled-1.0.0.tgz")
    const program = 'import "session-unbundled"\n'

    const application = applicationOf("unbundled-user")
    await application.run("npm", "install", "drizzle-orm@0.38.4", "@opencode/session-core", packed)
    writeFileSync(join(application.folder, "use.mjs"), program)
    expect(await application.run("node", "use.mjs")).toContain('from "session"')

    // Beside core, not below it.
    await application.run("npm", "install", "--global", "@opencode/session-core", packed)
    const beside = join(application.commands, "../lib/node_modules/session-unbundled/index.js")
    expect(await application.run("node", beside)).toContain('from "session"')
  })

  it("may have the command and the provider installed globally, and uses both", async () => {
    const person = applicationOf("person")
    await person.run("npm", "install", "--global", "@opencode/session-cli", tarball)
    const environment = { ...person.environment, OPENCODE_SESSION_PROVIDER_TYPE: name }
    const { stderr, status, stdout } = await run(["opencode-session", "doctor"], { ...person, environment })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toContain("PostgreSQL")
  })
})

/** Has core's SQL layer write a statement in a dialect of the package's own Drizzle. */
const rendering = `import { onConflict, sharedStatements } from "@opencode/session-core/drizzle"
import { sql } from "drizzle-orm"
import { PgDialect } from "drizzle-orm/pg-core"
const dialect = { renderer: new PgDialect(), shards: 1, hotSessions: 2, now: sql\`1\`, forUpdate: sql\` for update\`, onConflict }
console.log(sharedStatements(dialect).map(([, definition]) => definition.render(dialect).sql).join("\\n"))
`

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
