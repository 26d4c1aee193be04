import type { Part } from "../../api/types.ts"

/** The parts with one as it is now, in the order of their positions. What is older than what is known changes nothing. */
export function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  const known = parts.find(({ id }) => id === part.id)
  if (known === undefined) return [...parts, part].sort((one, other) => one.position - other.position)
  return known.revision > part.revision ? parts : parts.map((other) => (other === known ? part : other))
}

export const withoutPart = (parts: readonly Part[], partId: string): readonly Part[] =>
  parts.filter(({ id }) => id !== partId)
