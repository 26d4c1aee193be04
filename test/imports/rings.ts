/**
 * The rings among what imports each other: each a path that comes back to where it began. Of those that share a step, one.
 */
export function rings(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const follow = (name: string): void => {
    if (path.includes(name)) found.push([...path.slice(path.indexOf(name)), name])
    if (done.has(name) || path.includes(name)) return
    path.push(name)
    for (const target of imports.get(name) ?? []) follow(target)
    path.pop()
    done.add(name)
  }
  for (const name of imports.keys()) follow(name)
  return found
}
