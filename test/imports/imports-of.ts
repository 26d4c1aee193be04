import { parseSync, Visitor } from "oxc-parser"

/** The string that names a module, or null where it is only known when the program runs. */
type Named = { type: string; value?: unknown } | null

/**
 * What a source names by `import`, `import type`, `export … from`, `import("…")` and the type `import("…").Name`, in the order
 * in which it does.
 */
export function importsOf(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text)
  const [error] = errors
  if (error !== undefined) throw new SyntaxError(`${file}: ${error.message}`)
  const specifiers: string[] = []
  const add = (source: Named) => {
    if (source?.type === "Literal" && typeof source.value === "string") specifiers.push(source.value)
  }
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
  }).visit(program)
  return specifiers
}
