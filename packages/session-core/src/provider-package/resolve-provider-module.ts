import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { isAbsolute, join, resolve } from "node:path"
import { isJsonObject } from "../configuration/merge-json.ts"
import type { JsonValue } from "../model/json.ts"

/**
 * The file that a package's name or a path stands for, seen from a folder; null when nothing of that name is installed
 * there. Nothing is run, so that what goes wrong later is the module's own fault and not a missing package.
 */
export const resolveProviderModule = async (specifier: string, folder: string): Promise<string | null> => {
  const require = createRequire(resolve(folder, "resolve.js"))
  try {
    return require.resolve(specifier)
  } catch {
    // Not installed, or a package for `import` only, which `require.resolve` does not see.
    return importEntry(specifier, isAbsolute(specifier) ? [""] : (require.resolve.paths(specifier) ?? []))
  }
}

const importEntry = async (specifier: string, folders: readonly string[]): Promise<string | null> => {
  for (const folder of folders) {
    const directory = join(folder, specifier)
    const text = await readFile(join(directory, "package.json"), "utf8").catch(() => null)
    if (text === null) continue
    const exported = exportsOf(text)
    const root = isJsonObject(exported) && exported["."] !== undefined ? exported["."] : exported
    const entry = entryFor(root)
    return join(directory, entry ?? "index.js")
  }
  return null
}

const exportsOf = (manifestText: string): JsonValue | undefined => {
  try {
    // What JSON.parse gives is JSON.
    const manifest = JSON.parse(manifestText) as JsonValue
    return isJsonObject(manifest) ? manifest.exports : undefined
  } catch {
    // A damaged manifest: loading the module will say so.
    return undefined
  }
}

/** The first branch of an `exports` entry that an `import` in Node takes. */
const entryFor = (target: JsonValue | undefined): string | null => {
  if (typeof target === "string") return target
  if (!isJsonObject(target)) return null
  for (const [condition, inner] of Object.entries(target)) {
    if (!["node", "import", "module-sync", "default"].includes(condition)) continue
    const entry = entryFor(inner)
    if (entry !== null) return entry
  }
  return null
}
