import type { ServerAccess } from "../kinds/server-access.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import type { Launcher } from "./launcher.ts"

/** A server that the set-up hands to the tests. */
export interface ProvidedServer<Kind extends ServerKind = ServerKind> extends ServerAccess<Kind> {
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
    /** Of the project's family, those that could be had; none where its tests are to be skipped. */
    servers: ProvidedServer[]
    /** Neither those that there are, nor those that were not asked for. */
    missingServers: MissingServer[]
  }
}
