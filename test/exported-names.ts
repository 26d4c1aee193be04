import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/**
 * The names that a module of ours exports, `type ` before those that are types only, sorted by name. It reads the forms in which
 * this repository exports, and follows `export … from`.
 */
export function exportedNames(file: string): string[] {
  return [...namesIn(file)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, isType]) => `${isType ? "type " : ""}${name}`)
}

function namesIn(file: string): Map<string, boolean> {
  const text = readFileSync(file, "utf8")
  const names = new Map<string, boolean>()
  for (const [, type, target = ""] of text.matchAll(/^export (type )?\* from "([^"]+)"/gm)) {
    for (const [name, isType] of namesIn(join(dirname(file), target))) names.set(name, isType || type !== undefined)
  }
  for (const [, type, list = ""] of text.matchAll(/^export (type )?\{([^}]*)\}/gm)) {
    for (const each of list.split(",").map((entry) => entry.trim())) {
      const [, ownType, name] = /^(type )?(?:\w+ as )?(\w+)$/.exec(each) ?? []
      if (name !== undefined) names.set(name, type !== undefined || ownType !== undefined)
    }
  }
  const declaration = /^export (?:declare |abstract |async )*(class|const|enum|function\*?|interface|let|type) (\w+)/gm
  for (const [, kind, name = ""] of text.matchAll(declaration)) {
    names.set(name, kind === "interface" || kind === "type")
  }
  return names
}
