import { describe, inject, test } from "vitest"
import type { ProvidedServer } from "./provided-server.ts"
import { kindNames } from "./server-kind.ts"

export interface DescribeServersOptions {
  /** The tests start servers of their own: with a server that was only given they are skipped. */
  startable?: boolean
}

/** Like `describe`, once for each server that there is: `describeServers("the feed", (server) => { test(…) })`. */
export const describeServers = (
  name: string,
  define: (server: ProvidedServer) => void,
  { startable = false }: DescribeServersOptions = {},
): void => {
  const servers = inject("mysqlServers").filter((server) => !startable || server.launcher !== null)
  const missing = inject("missingServers")
  for (const server of servers) describe(`${name} (${kindNames[server.kind]})`, () => define(server))
  for (const { kind, reason, fails } of missing) {
    const describeMissing = fails ? describe : describe.skip
    describeMissing(`${name} (${kindNames[kind]})`, () =>
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
