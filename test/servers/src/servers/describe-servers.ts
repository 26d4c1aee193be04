import { describe, inject, test } from "vitest"
import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import type { ProvidedServer } from "./provided-server.ts"

export interface DescribeServersOptions {
  /** The tests start servers of their own: with a server that was only given they are skipped. */
  startable?: boolean
  /** The only kind that has what is tested. */
  kind?: ServerKind
}

/** Like `describe`, once for each server that there is: `describeServers("the feed", (server) => { test(…) })`. */
export const describeServers = (
  name: string,
  define: (server: ProvidedServer) => void,
  { startable = false, kind: only }: DescribeServersOptions = {},
): void => {
  const isWanted = ({ kind }: { kind: ServerKind }) => only === undefined || kind === only
  const servers = inject("mysqlServers").filter(
    (server) => isWanted(server) && (!startable || server.launcher !== null),
  )
  const missing = inject("missingServers").filter(isWanted)
  for (const server of servers) describe(`${name} (${kinds[server.kind].title})`, () => define(server))
  for (const { kind, reason, fails } of missing) {
    const describeMissing = fails ? describe : describe.skip
    describeMissing(`${name} (${kinds[kind].title})`, () =>
      test("has a server", () => {
        throw new Error(reason)
      }),
    )
  }
  // A file without any test would fail.
  if (servers.length + missing.length === 0) {
    describe.skip(name, () => test(startable ? "wants servers of its own" : "wants a server"))
  }
}
