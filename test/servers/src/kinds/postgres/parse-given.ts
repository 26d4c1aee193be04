import type { GivenServer } from "../kind-of-server.ts"

/** Reads a `postgres://` URL. On purpose not a provider's own parser: the tests that check that one must not depend on it. */
export function parseGiven(text: string): GivenServer | null {
  if (!/^postgres(ql)?:\/\//.test(text)) return null
  const { hostname, port, username, password } = new URL(text)
  return {
    host: hostname.replace(/^\[|\]$/g, "") || "localhost",
    port: Number(port || 5432),
    socketPath: null,
    administrator: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  }
}
