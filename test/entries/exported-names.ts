import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Node, parseSync } from "oxc-parser"

/** A name that a module exports. */
export interface ExportedName {
  name: string
  /** Whether it exists for the compiler only. */
  isType: boolean
  /** The module that declares it. */
  file: string
  /** What it is called there. */
  declared: string
}

/** Finds the source of an entry of a package of ours. */
type FindEntry = (specifier: string) => string

/** The names that a module of ours exports, `export … from` another module included, sorted by name. */
export function exportedNames(file: string, findEntry: FindEntry): ExportedName[] {
  return [...namesIn(file, findEntry).values()].sort((left, right) => (left.name < right.name ? -1 : 1))
}

function namesIn(file: string, findEntry: FindEntry): Map<string, ExportedName> {
  const namesOf = (specifier: string) =>
    namesIn(specifier.startsWith(".") ? join(dirname(file), specifier) : findEntry(specifier), findEntry)
  const names = new Map<string, ExportedName>()
  const add = (exported: ExportedName) => names.set(exported.name, exported)
  for (const statement of parseSync(file, readFileSync(file, "utf8")).program.body) {
    if (statement.type === "ExportAllDeclaration") {
      const isType = statement.exportKind === "type"
      for (const each of namesOf(statement.source.value).values()) {
        add({ ...each, isType: isType || each.isType })
      }
    } else if (statement.type === "ExportNamedDeclaration") {
      const { declaration, source } = statement
      const target = source === null ? null : namesOf(source.value)
      for (const { local, exported, exportKind } of statement.specifiers) {
        const [name, declared] = [nameOf(exported), nameOf(local)]
        const isType = statement.exportKind === "type" || exportKind === "type"
        const found = target?.get(declared) ?? { name, isType, file, declared }
        add({ ...found, name, isType: isType || found.isType })
      }
      for (const name of declaredNames(declaration)) {
        add({ name, isType: /^TS(?:Interface|TypeAlias)/.test(declaration?.type ?? ""), file, declared: name })
      }
    }
  }
  return names
}

function declaredNames(declaration: Node | null): string[] {
  switch (declaration?.type) {
    case "VariableDeclaration":
      return declaration.declarations.map(({ id }) => nameOf(id))
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return declaration.id === null ? [] : [declaration.id.name]
    default:
      return []
  }
}

/** We export by names only, not by texts and not what is taken apart. */
function nameOf(node: Node): string {
  if (node.type !== "Identifier") throw new TypeError(`An export is named by ${node.type}.`)
  return node.name
}
