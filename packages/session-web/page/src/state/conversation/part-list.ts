import type { Part } from "../../api/types.ts"

/** The parts with one as it is now, in the order of their positions. What is older than what is known changes nothing. */
export function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const known = parts.find(({ id }) => id === part.id)
  if (known === undefined) return [...parts, part].sort((one, other) => one.position - other.position)
  return known.revision > part.revision ? parts : parts.map((other) => (other === known ? part : other))
}

/** The parts with those of a page. What is newer than the page stays. */
export function withParts(parts: readonly Part[], page: readonly Part[]): readonly Part[] {
  const all = new Map(parts.map((part) => [part.id, part]))
  for (const part of page) {
    const known = all.get(part.id)
    if (known === undefined || known.revision < part.revision) all.set(part.id, part)
  }
  return [...all.values()].sort((one, other) => one.position - other.position)
}

export const withoutPart = (parts: readonly Part[], partId: string): readonly Part[] =>
  parts.filter(({ id }) => id !== partId)
