/**
 * Whether two values are the same JSON: the order of keys means nothing, and a key whose value is `undefined` is not there.
 */
export function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item, index) => equalJson(item, right[index]))
  }
  // Neither is null nor a list.
  return equalObjects(left as Record<string, unknown>, right as Record<string, unknown>)
}

// Only own keys count: content is hostile, and may have a key such as `__proto__` or `constructor`.
function equalObjects(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const keys = definedKeys(left)
  if (keys.length !== definedKeys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && right[key] !== undefined && equalJson(left[key], right[key]))
}

const definedKeys = (value: Record<string, unknown>): string[] =>
  Object.keys(value).filter((key) => value[key] !== undefined)
