import type { GivenServer } from "../kind-of-server.ts"

/**
 * Reads a DSN (`user:password@tcp(host:port)/`) or a `mysql://` URL. On purpose not the provider's own parser: the tests that check
 * that one must not depend on it.
 */
export function parseGiven(text: string): GivenServer | null {
  if (/^(mysql|mariadb):\/\//.test(text)) {
    const url = new URL(text)
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: Number(url.port || 3306),
      socketPath: null,
      administrator: { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    }
  }
  const match = /^(?:([^:@]*)(?::(.*))?@)?(tcp|unix)\(([^()]*)\)\//.exec(text)
  if (match === null) return null
  const [, user = "", password = "", network, address = ""] = match
  const administrator = { user, password }
  if (network === "unix") return { host: "localhost", port: 0, socketPath: address, administrator }
  const [, host = "localhost", port = "3306"] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address) ?? []
  return { host, port: Number(port), socketPath: null, administrator }
}
