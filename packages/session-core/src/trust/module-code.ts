import { readFile, stat } from "node:fs/promises"
import { createRequire, isBuiltin } from "node:module"
import { dirname, isAbsolute, join, relative, resolve } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import { isInside, realLocation } from "../own-files/real-location.ts"
import { resolveProviderModule } from "../provider-package/resolve-provider-module.ts"
import { showText } from "../secrets/show.ts"

/** What runs when a module is loaded. */
export interface ModuleCode {
  /** The module's path as it was given. */
  path: string
  /** It, and the files that it imports, absolute, sorted. */
  files: readonly string[]
  /** Of their names and contents, hexadecimal. */
  sha256: string
}

/** More than any provider of one project has: the rest is a package, and belongs into the user's own configuration. */
const maximumFiles = 5000
const maximumBytes = 64 * 1024 * 1024

/**
 * Reads a module and the files of the project that it imports, directly or not, as its text says: whatever it mentions by a
 * relative path, and packages within the project. It includes too much rather than too little; paths that a program computes
 * at run time cannot be known. Packages outside of `projectDirectory` are the user's own.
 *
 * A module that is not there has no files. Fails with `invalid_configuration` when it imports more than 5,000 files or 64 MiB.
 */
export const readModuleCode = async (path: string, projectDirectory: string): Promise<ModuleCode> => {
  const { createHash } = await import("node:crypto")
  const entry = await resolveProviderModule(path, projectDirectory)
  const top = await realLocation(projectDirectory)
  const roots = [top, await realLocation(dirname(entry ?? path))]
  const hashes = new Map<string, string>()
  const waiting = entry === null ? [] : [await realLocation(entry)]
  let bytes = 0
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (hashes.has(file)) continue
    const content = await readFile(file).catch(() => null)
    if (content === null) continue
    bytes += content.length
    hashes.set(file, createHash("sha256").update(content).digest("hex"))
    if (hashes.size > maximumFiles || bytes > maximumBytes) throw tooMuch(path)
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue
    const text = content.toString("utf8")
    waiting.push(...(await relativeFiles(text, file)))
    for (const imported of await importedPackages(text, file)) {
      if (roots.some((root) => isInside(imported, root))) waiting.push(imported)
    }
  }
  const files = [...hashes.keys()].sort()
  const digest = createHash("sha256")
  for (const file of files) digest.update(`${relative(top, file)}\0${hashes.get(file)}\n`)
  return { path, files, sha256: digest.digest("hex") }
}

const anyRelative = /["'`](\.{1,2}\/[^"'`\n\\]*)["'`]/g
const anyImport = /(?:\bfrom|\bimport|\brequire(?:\.resolve)?)\s*(?:\(\s*)?["'`]([^"'`\n\\]+)["'`]/g

/** Files that a text mentions by a relative path in quotes, for whatever. */
const relativeFiles = async (text: string, from: string): Promise<string[]> => {
  const found: string[] = []
  for (const path of new Set([...text.matchAll(anyRelative)].map(([, each = ""]) => each))) {
    const file = await firstFile(resolve(dirname(from), path))
    if (file !== null) found.push(await realLocation(file))
  }
  return found
}

/** Files that a text imports by another specifier than a relative path. */
const importedPackages = async (text: string, from: string): Promise<string[]> => {
  const found: string[] = []
  for (const specifier of new Set([...text.matchAll(anyImport)].map(([, each = ""]) => each))) {
    if (/^\.{1,2}\//.test(specifier) || isBuiltin(specifier)) continue
    const file = specifier.startsWith("#")
      ? requireOrNull(specifier, from)
      : await resolveProviderModule(specifier, dirname(from))
    if (file !== null && isAbsolute(file)) found.push(await realLocation(file))
  }
  return found
}

const requireOrNull = (specifier: string, from: string): string | null => {
  try {
    return createRequire(from).resolve(specifier)
  } catch {
    return null
  }
}

const endings = ["", ".js", ".mjs", ".cjs", ".json", ".node", ".ts", ".mts", ".cts"]
const indexes = endings.slice(1).map((ending) => join("index") + ending)

/** The file that a path means for an `import` or a `require`; null when there is none. */
const firstFile = async (path: string): Promise<string | null> => {
  for (const candidate of [...endings.map((ending) => path + ending), ...indexes.map((name) => join(path, name))]) {
    const stats = await stat(candidate).catch(() => null)
    if (stats?.isFile()) return candidate
  }
  return null
}

const tooMuch = (path: string): SessionStorageError =>
  new SessionStorageError(
    "invalid_configuration",
    `${showText(path)} imports more files than can be trusted one by one.`,
    {
      hint: "Install it as a package, and name it in your own configuration file.",
    },
  )
