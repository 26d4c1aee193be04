import type { ServerKind } from "../kinds/server-kind.ts"

/** Where a server listens, and who may do anything there. Plain data: the set-up hands it to the tests' processes. */
export interface ServerAccess<Kind extends ServerKind = ServerKind> {
  kind: Kind
  /** As the server says it: `9.7.4`, `10.11.14-MariaDB-0+deb12u2`. */
  version: string
  host: string
  port: number
  /** Of the server's unix socket; null where it cannot be reached from here. */
  socketPath: string | null
  /** Where the server keeps its data, with the certificates that MySQL makes; null where it cannot be reached. */
  dataFolder: string | null
  /** May create databases and users. */
  administrator: { user: string; password: string }
}
