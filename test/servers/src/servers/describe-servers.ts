import { describe, inject, test } from "vitest"
import { kinds } from "../kinds/kinds.ts"
import { families, type KindOf, type ServerFamily, type ServerKind } from "../kinds/server-kind.ts"
import type { ProvidedServer } from "./provided-server.ts"

export interface DescribeServersOptions<Kind extends ServerKind> {
  /** The tests start servers of their own: with a server that was only given they are skipped. */
  startable?: boolean
  /** The only kind that has what is tested. */
  kind?: Kind
}

/** Like `describe`, once for each server that there is: `describeServers("the feed", (server) => { test(…) })`. */
export type DescribeServers<Kind extends ServerKind> = (
  name: string,
  define: (server: ProvidedServer<Kind>) => void,
  options?: DescribeServersOptions<Kind>,
) => void

export const describeServersOf =
  <Family extends ServerFamily>(family: Family): DescribeServers<KindOf<Family>> =>
  (name, define, { startable = false, kind: only } = {}) => {
    const ofFamily: readonly ServerKind[] = families[family]
    const isWanted = ({ kind }: { kind: ServerKind }) =>
      ofFamily.includes(kind) && (only === undefined || kind === only)
    const isOfFamily = (server: ProvidedServer): server is ProvidedServer<KindOf<Family>> => isWanted(server)
    const servers = inject("servers")
      .filter(isOfFamily)
      .filter(({ launcher }) => !startable || launcher !== null)
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
