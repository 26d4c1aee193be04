import { inspect } from "node:util"

/** More than an error should bring along: what hangs on a driver's connection, a socket and its buffers. */
const mostObjects = 100_000

/**
 * Every text that can be reached from a value: properties that are not enumerable or have a symbol as their name, causes, lists,
 * maps, bytes; and what it looks like when it is printed. Each with the way to it.
 */
export function textsWithin(value: unknown): { path: string; text: string }[] {
  const found = [{ path: "inspected", text: inspect(value, { depth: 8, showHidden: true }) }]
  const seen = new Set<object>()
  const waiting: { path: string; value: unknown }[] = [{ path: "error", value }]
  for (let next = waiting.pop(); next !== undefined && seen.size < mostObjects; next = waiting.pop()) {
    const { path, value: each } = next
    if (typeof each === "string") found.push({ path, text: each })
    if ((typeof each !== "object" && typeof each !== "function") || each === null || seen.has(each)) continue
    seen.add(each)
    if (each instanceof Uint8Array) {
      found.push({ path, text: Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString("latin1") })
      continue
    }
    if (each instanceof Map) waiting.push({ path: `${path}.entries`, value: [...each] })
    if (each instanceof Set) waiting.push({ path: `${path}.values`, value: [...each] })
    // Not by reading them: what a getter does, a print or a log does not do either.
    for (const [name, property] of propertiesOf(each)) waiting.push({ path: `${path}.${name}`, value: property })
  }
  return found
}

function propertiesOf(value: object): [name: string, value: unknown][] {
  return Reflect.ownKeys(value).flatMap((name): [string, unknown][] => {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, name)
    return descriptor !== undefined && "value" in descriptor ? [[String(name), descriptor.value]] : []
  })
}
