/** An object with some of its members, perhaps in another form. Any other member would show what is to be left out: it is an error. */
export function only<Target extends object>(target: Target, members: Partial<Target>): Target {
  return new Proxy(target, {
    get(_target, key) {
      if (Object.hasOwn(members, key)) return Reflect.get(members, key)
      if (typeof key === "symbol" || key === "then") return undefined
      throw new Error(`A redacted store has no ${key}.`)
    },
  })
}
