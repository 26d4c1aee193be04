/** Sessions that processes change at once: four, each with three sub-agents' sessions, which have two each. */
export const sessionTrees: readonly string[] = ["a", "b", "c", "d"].flatMap((root) => [
  root,
  ...[1, 2, 3].flatMap((child) => [`${root}-${child}`, `${root}-${child}-1`, `${root}-${child}-2`]),
])

export const parentOf = (id: string): string | null => (id.includes("-") ? id.slice(0, id.lastIndexOf("-")) : null)
