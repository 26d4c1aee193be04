import type { SessionProvider } from "@opencode/session-core/provider"
import type { ServerAccess, TestDatabase } from "session-test-servers/mysql"
import { provider } from "../../src/index.ts"
import { optionsOf } from "./options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }

/** A port that no server has: it is not handed out, and connecting to it is refused. */
const closedPort = 1

/** Ways to open a database that fail, each with the secret as its password: the user's own is another. */
export function refusedOpenings(
  server: ServerAccess,
  { user, name }: TestDatabase,
  secret: string,
): (() => Promise<SessionProvider>)[] {
  const given = { username: user, password: secret, database: name, connectionTimeout: 2 }
  const { host, port } = server
  return [
    { ...given, host, port },
    { ...given, host, port: closedPort },
    { ...given, host: "no-such-host.invalid", port },
    { dsn: `${user}:${secret}@tcp(${host}:${port})/${name}?parseTime=true&timeout=2s` },
    { dsn: `mysql://${user}:${secret}@${host}:${closedPort}/${name}` },
  ].map((options) => async () => provider.open(optionsOf(options), context))
}
