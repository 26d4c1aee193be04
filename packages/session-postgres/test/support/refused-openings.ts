import type { SessionProvider } from "@opencode/session-core/provider"
import type { ServerAccess, TestDatabase } from "session-test-servers/postgres"
import { provider } from "../../src/index.ts"
import { optionsOf } from "./options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }

/** A port that no server has: it is not handed out, and connecting to it is refused. */
const closedPort = 1

/** Ways to open a database that fail, each with the secret as its password: the user's own is another. */
export function refusedOpenings(
  { host, port }: ServerAccess,
  { user, name }: TestDatabase,
  secret: string,
): (() => Promise<SessionProvider>)[] {
  return [
    { url: `postgres://${user}:${secret}@${host}:${port}/${name}` },
    { url: `postgres://${user}:${secret}@${host}:${closedPort}/${name}` },
    { url: `postgres://${user}:${secret}@no-such-host.invalid:${port}/${name}` },
  ].map((options) => async () => provider.open(optionsOf(options), context))
}
