// Bundles what is published or started: a few files are read faster than the hundreds that they are made of.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { root } from "./packs.mjs"

/**
 * How esbuild makes what Node.js runs.
 * @type {import("esbuild").BuildOptions}
 */
export const forNode = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  // jsonc-parser is UMD otherwise, which a bundle cannot follow.
  mainFields: ["module", "main"],
  logLevel: "warning",
  // Some of the libraries are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire as createBundleRequire } from "node:module";\nvar require = createBundleRequire(import.meta.url);',
  },
}

/** They have binaries, which they look for beside themselves, or are there only where somebody has installed them. */
export const neverBundled = ["better-sqlite3", "@electric-sql/pglite", "pg-native"]

/**
 * Bundles a program or a package for Node.js. `folder` is the package's, which all paths are relative to. Chunks of an earlier
 * build go. Gives the folders of the installed packages that got into it.
 */
export async function bundle({ folder, entryPoints, output, external = [], plugins = [], ...options }) {
  rmSync(join(folder, output, "chunks"), { recursive: true, force: true })
  const { metafile } = await build({
    ...forNode,
    absWorkingDir: folder,
    entryPoints,
    outdir: output,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    external: [...neverBundled, ...external],
    metafile: true,
    plugins: [...plugins, sqlLayerBySource],
    ...options,
  })
  return packageFoldersOf(metafile, folder)
}

/** The folders of the installed packages that got into a bundle, whose paths are relative to `folder`. */
export function packageFoldersOf({ inputs }, folder) {
  const packages = Object.keys(inputs).flatMap((input) => packageFolder(input) ?? [])
  return [...new Set(packages)].sort().map((path) => join(folder, path))
}

const sqlLayer = join(root, "packages/session-core/src/drizzle")

/**
 * Core's SQL layer from its sources, since what is built of it has Drizzle in it, which our providers bring themselves. Everything
 * else of core is what was built, so that it is there once.
 *
 * @type {import("esbuild").Plugin}
 */
const sqlLayerBySource = {
  name: "core's SQL layer from its sources",
  setup({ onResolve }) {
    onResolve({ filter: /^@opencode\/session-core\/drizzle$/ }, () => ({ path: join(sqlLayer, "index.ts") }))
    onResolve({ filter: /^\.\.\// }, ({ path, importer }) =>
      importer.startsWith(sqlLayer)
        ? { path: join(root, "packages/session-core/dist", path.slice("../".length).replace(/\.ts$/, ".js")) }
        : undefined,
    )
  },
}

/** The providers, as they are bundled into our programs: from their sources, so that they share what they have in common. */
export const providersBySource = {
  "@opencode/session-mysql": join(root, "packages/session-mysql/src/index.ts"),
  "@opencode/session-postgres": join(root, "packages/session-postgres/src/index.ts"),
  "@opencode/session-sqlite-driver": join(root, "packages/session-sqlite-driver/src/index.ts"),
  "@opencode/session-sqlite/driver": join(root, "packages/session-sqlite/src/driver.ts"),
  "@opencode/session-sqlite": join(root, "packages/session-sqlite/src/index.ts"),
}

/** Third parties' licences go with their code: writes those of the given packages into one file. */
export function writeLicences(packageFolders, file) {
  const notices = packageFolders
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }))
    .filter(({ name }) => !name.startsWith("@opencode/"))
    .map(({ folder, name, version, license }) => `${name} ${version} (${license})\n\n${licenceOf(folder, license)}`)
  writeFileSync(file, notices.join(`\n\n${"-".repeat(80)}\n\n`))
}

/** The folder of the package that a file belongs to; undefined for our own. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
}

/** What the package has with it; the text of the licence that it names where it has none, as Drizzle has not. */
function licenceOf(folder, license) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  const path = file === undefined ? join(root, "scripts", "licences", `${license}.txt`) : join(folder, file)
  return readFileSync(path, "utf8").trim()
}
