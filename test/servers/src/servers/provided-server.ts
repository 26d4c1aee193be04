import type { ServerKind } from "../kinds/server-kind.ts"
import type { Launcher } from "./launcher.ts"
import type { ServerAccess } from "./server-access.ts"

/** A server that the set-up hands to the tests. */
export interface ProvidedServer extends ServerAccess {
  /** Starts more of its kind; null when tests can have only this one. */
  launcher: Launcher | null
}

/** A kind of server that the run was to have and has not. */
export interface MissingServer {
  kind: ServerKind
  reason: string
  /** Its tests fail instead of being skipped. */
  fails: boolean
}

declare module "vitest" {
  interface ProvidedContext {
    /** MySQL and MariaDB, or the one of them that could be had; none when MySQL's tests are to be skipped. */
    mysqlServers: ProvidedServer[]
    /** Neither those that there are, nor those that were not asked for. */
    missingServers: MissingServer[]
  }
}
