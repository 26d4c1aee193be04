import { launch } from "./launcher.ts"
import type { ProvidedServer } from "./provided-server.ts"
import type { RunningServer, StartOptions } from "./running-server.ts"

/** Starts another server of the same kind, for what must not happen to the one that all tests share. */
export const startServer = (server: ProvidedServer, options: StartOptions = {}): Promise<RunningServer> => {
  if (server.launcher === null) throw new Error("Such a server cannot be started here: describe it with startable.")
  return launch(server.launcher, options)
}
