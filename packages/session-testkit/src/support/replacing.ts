import type { SessionProvider } from "@opencode/session-core/provider"

/** A provider with some members replaced. */
export function replacing(provider: SessionProvider, members: Partial<SessionProvider>): SessionProvider {
  return new Proxy(provider, {
    get(target, name) {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}
