import type { SourceFile } from "./source-files.ts"

/**
 * Which of a package's folders may import which. Each folder that has sources is named, by its path below `folder`. Of the
 * sources in `folder` itself each is named, or `*` stands for those that are not. A file can be named apart from its folder.
 */
export interface FolderOrder {
  /** Of the repository: `packages/session-core/src`. */
  folder: string
  /**
   * From the top down: what a line names may import from what the lines below it name. Those of one line do not import each
   * other.
   */
  lines: string[][]
}

/** The name that stands for a source in an order; undefined where the order has none. */
export function nameOf(path: string, { lines }: FolderOrder): string | undefined {
  const names = lines.flat()
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")))
  const candidates = [path, folder === "" ? "*" : folder]
  return candidates.find((name) => names.includes(name))
}

/** What is wrong with a package's sources by its order: a line for people each. */
export function violations(order: FolderOrder, sources: readonly SourceFile[]): string[] {
  return [...unnamed(order, sources), ...superfluous(order, sources), ...wrongImports(order, sources)]
}

function unnamed(order: FolderOrder, sources: readonly SourceFile[]): string[] {
  const places = sources
    .map(({ path }) => path)
    .filter((path) => nameOf(path, order) === undefined)
    .map((path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : path))
  return [...new Set(places)].map((place) => `${order.folder}/${place} has no line in the order of its package`)
}

function superfluous(order: FolderOrder, sources: readonly SourceFile[]): string[] {
  const used = new Set(sources.map(({ path }) => nameOf(path, order)))
  return order.lines
    .flat()
    .filter((name) => !used.has(name))
    .map((name) => `${name} is in the order of ${order.folder}, and there is no such source`)
}

function wrongImports(order: FolderOrder, sources: readonly SourceFile[]): string[] {
  const lineOf = (name: string) => order.lines.findIndex((line) => line.includes(name))
  return sources.flatMap(({ path, imports }) => {
    const from = nameOf(path, order)
    if (from === undefined) return []
    return imports.flatMap((target) => {
      const to = nameOf(target, order)
      if (to === undefined || to === from || lineOf(to) > lineOf(from)) return []
      const below = order.lines.slice(lineOf(from) + 1).flat()
      return `${order.folder}/${path} imports ${target}, and ${from} may import ${below.length === 0 ? "nothing" : `only ${below.join(", ")}`}`
    })
  })
}
