import type { Launcher } from "./launcher.ts"
import type { ServerAccess } from "./server-access.ts"

/** A server that the set-up hands to the tests. */
export interface ProvidedServer extends ServerAccess {
  /** Starts more of its kind; null when tests can have only this one. */
  launcher: Launcher | null
}

declare module "vitest" {
  interface ProvidedContext {
    /** MySQL and MariaDB, or the one of them that could be had; none when MySQL's tests are to be skipped. */
    mysqlServers: ProvidedServer[]
  }
}
