/**
 * Whether a JSON value has more levels of objects and arrays than `levels`; `{}` has one. It looks no deeper than that, so it
 * is safe for values that would exhaust the stack of `JSON.stringify` or of any other function that calls itself.
 */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeperThan(item, levels - 1)) return true
    return false
  }
  for (const key in value) {
    // Values from JSON have no other enumerable keys than their own; an own key of any name is read as one.
    if (isDeeperThan((value as Record<string, unknown>)[key], levels - 1)) return true
  }
  return false
}
