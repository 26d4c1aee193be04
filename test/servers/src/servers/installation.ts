import type { ServerKind } from "../kinds/server-kind.ts"

/** A server's programs on this machine. Plain data, so that the set-up can hand it to the tests' processes. */
export interface Installation {
  kind: ServerKind
  version: string
  /** The server's program. */
  server: string
  /** MariaDB's program that fills an empty data folder; MySQL's server does it itself. */
  installDatabase: string | null
  /** What the server needs to find its own files. */
  fileArguments: string[]
  /** Whom the server runs as when we are root; null: as ourselves. */
  runAs: { uid: number; gid: number } | null
  /** The folder with the clients for back-ups (mysqldump or mariadb-dump, mysql or mariadb); null where there is none. */
  clients: string | null
  /** A data folder as it is after the first initialisation, to be copied. */
  template: string
}
