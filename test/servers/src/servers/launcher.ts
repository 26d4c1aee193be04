import type { ServerKind } from "../kinds/server-kind.ts"
import type { Installation } from "./installation.ts"
import type { RunningServer, StartOptions } from "./running-server.ts"
import { startDockerServer } from "./start-docker-server.ts"
import { startPrivateServer } from "./start-private-server.ts"

/** A way to start servers of one kind. Plain data: the set-up hands it to the tests' processes. */
export type Launcher = { type: "docker"; kind: ServerKind } | { type: "program"; installation: Installation }

export const launch = (launcher: Launcher, options: StartOptions = {}): Promise<RunningServer> =>
  launcher.type === "docker"
    ? startDockerServer(launcher.kind, options)
    : startPrivateServer(launcher.installation, options)
