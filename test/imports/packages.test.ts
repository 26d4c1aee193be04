import { readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { importsOf } from "./imports-of.ts"
import { sourceFiles as sourcesBelow } from "./source-files.ts"

const packages = join(root, "packages")

/** What each part may import of the others. Imports run one way: cli → providers → core/drizzle → core. */
const allowed: Record<string, string[]> = {
  "session-core": [],
  "session-testkit": [
    "@opencode/session-core",
    "@opencode/session-core/memory",
    "@opencode/session-core/provider",
    "@opencode/session-core/transfer",
  ],
  "session-cli": [
    "@opencode/session-agents",
    "@opencode/session-core",
    "@opencode/session-core/configuration",
    "@opencode/session-core/project",
    "@opencode/session-core/provider",
    "@opencode/session-core/transfer",
    "@opencode/session-export",
    "@opencode/session-mysql",
    "@opencode/session-opencode",
    "@opencode/session-opencode/formats",
    "@opencode/session-opencode/mirror",
    "@opencode/session-postgres",
    "@opencode/session-sqlite",
  ],
  "session-plugin": [
    "@opencode/session-export",
    "@opencode/session-mysql",
    "@opencode/session-opencode/mirror",
    "@opencode/session-sqlite",
  ],
  "session-opencode": [
    "@opencode/session-core",
    "@opencode/session-core/configuration",
    "@opencode/session-core/project",
    "@opencode/session-core/provider",
    "@opencode/session-core/transfer",
    "@opencode/session-sqlite-driver",
  ],
  "session-agents": [
    "@opencode/session-core",
    "@opencode/session-core/project",
    "@opencode/session-core/transfer",
    "@opencode/session-opencode",
    "@opencode/session-opencode/formats",
    "@opencode/session-opencode/reconcile",
  ],
  "session-export": ["@opencode/session-core"],
  "session-web": ["@opencode/session-core", "@opencode/session-core/transfer"],
  "session-sqlite-driver": ["@opencode/session-core"],
  "session-sqlite": [
    "@opencode/session-core/drizzle",
    "@opencode/session-core/provider",
    "@opencode/session-sqlite-driver",
  ],
}

/** Every other package is a provider, which imports no other one. A provider without SQL may build on the memory provider. */
const allowedToProviders = ["", "/provider", "/drizzle", "/server", "/memory"].map(
  (path) => `@opencode/session-core${path}`,
)

/** Folders of core that the others must not be imported from: the root stays free of the ORM and of any provider. */
const closedFolders = ["drizzle", "memory"]
const drivers = ["better-sqlite3", "mysql2", "pg", "@electric-sql/pglite", "drizzle-orm"]

function sourceFiles(name: string): string[] {
  const folder = join(packages, name, "src")
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
}

const importsOfFile = (file: string): string[] => importsOf(file, readFileSync(file, "utf8"))

describe("imports run one way", () => {
  it.each(readdirSync(packages))("%s imports only what stands below it", (name) => {
    const wrong = sourceFiles(name).flatMap((file) =>
      importsOfFile(file)
        .filter(
          (specifier) =>
            /^(?:@opencode\/|session-)/.test(specifier) &&
            // Imports that only a bundler follows, and that fail where nothing of that name is installed.
            basename(file) !== "bundled-provider.ts" &&
            !(allowed[name] ?? allowedToProviders).includes(specifier),
        )
        .map((specifier) => `${relative(packages, file)} imports ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  it("loads a driver of SQLite only when a store is opened: some take a runtime with them that they do not support", () => {
    const statically =
      /^(?:import|export)\s(?!type\b)[^"=()]*"(?:better-sqlite3|node:sqlite|bun:sqlite|drizzle-orm\/better-sqlite3)"/m
    const wrong = [
      "session-sqlite-driver",
      "session-sqlite",
      "session-opencode",
      "session-agents",
      "session-cli",
      "session-plugin",
    ]
      .flatMap(sourceFiles)
      .filter((file) => statically.test(readFileSync(file, "utf8")))
    expect(wrong).toEqual([])
  })

  it("keeps drivers and the ORM out of core's root, so that people install only the backend they use", () => {
    const folder = join(packages, "session-core", "src")
    const wrong = sourceFiles("session-core")
      .filter((file) => !closedFolders.includes(relative(folder, file).split("/")[0] ?? ""))
      .flatMap((file) =>
        importsOfFile(file)
          .filter((specifier) => {
            const target = relative(folder, join(dirname(file), specifier))
            const closed = specifier.startsWith(".") && closedFolders.includes(target.split("/")[0] ?? "")
            return closed || drivers.some((driver) => specifier === driver || specifier.startsWith(`${driver}/`))
          })
          .map((specifier) => `${relative(folder, file)} imports ${specifier}`),
      )
    expect(wrong).toEqual([])
  })

  it("needs no private package, which nobody could install", () => {
    const manifests = readdirSync(packages).map((name) =>
      JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")),
    )
    const names = manifests.filter((manifest) => manifest.private !== true).map(({ name }) => name)
    const wrong = manifests.flatMap(({ name, dependencies, peerDependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
        .filter(([needed, version]) => String(version).startsWith("workspace:") && !names.includes(needed))
        .map(([needed]) => `${name} needs ${needed}`),
    )
    expect(wrong).toEqual([])
  })

  const members = [
    ...readdirSync(packages).map((name) => `packages/${name}`),
    ...["apps/demo", "bench", "test/browser", "test/opencode", "test/servers", "test/suites", "test/support"],
  ]

  it.each(members)("%s takes from other packages by their names, never by a path", (member) => {
    const wrong = sourcesBelow(member).flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith("../") && !isAllowedByPath(member, path, target))
        .map((target) => `${member}/${path} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

/** The repository's tools have no package, and the faults that test the kit are planted inside the SQLite provider. */
const isAllowedByPath = (member: string, path: string, target: string): boolean =>
  /^(?:\.\.\/)+scripts\//.test(target) || (member === "packages/session-testkit" && path.startsWith("test/faults/"))
