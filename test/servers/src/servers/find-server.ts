import { kinds } from "../kinds/kinds.ts"
import type { ServerAccess } from "../kinds/server-access.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { requireDocker } from "./docker.ts"
import { findDebianInstallation } from "./find-debian-installation.ts"
import { findMachineInstallation } from "./find-machine-installation.ts"
import { givenServer } from "./given-server.ts"
import { type Launcher, launch } from "./launcher.ts"
import type { StartOptions } from "./running-server.ts"

export interface FoundServer {
  access: ServerAccess
  /** Where it comes from, for people. */
  source: string
  /** Starts more of its kind; null when it was given, and others cannot be started like it. */
  launcher: Launcher | null
  /** How long it took to have it, milliseconds. */
  took: number
  close(): Promise<void>
}

/** Why a way to a server leads nowhere. */
export interface Obstacle {
  source: string
  reason: string
}

interface Way {
  source: string
  find: (kind: ServerKind) => Promise<Launcher>
}

/** In the order in which they are tried: what is there before what must be got. */
const ways: Way[] = [
  {
    source: "Docker, with the compose file",
    find: async (kind) => {
      if (kinds[kind].compose === null) throw new Error(`The compose file has no ${kinds[kind].title}.`)
      await requireDocker()
      return { type: "docker", kind }
    },
  },
  {
    source: "a private server with this machine's program",
    find: async (kind) => ({ type: "program", installation: await findMachineInstallation(kind) }),
  },
  {
    source: "a private server out of Debian's packages",
    find: async (kind) => ({ type: "program", installation: await findDebianInstallation(kind) }),
  },
]

/**
 * Starts a server by the first way that leads to one that answers, or takes the one that was given; else says why each
 * way did not. A given server that is not fit fails at once: who names one wants no other.
 */
export const findServer = async (kind: ServerKind, options: StartOptions = {}): Promise<FoundServer | Obstacle[]> => {
  const started = performance.now()
  const took = () => performance.now() - started
  const given = await givenServer(kind)
  if (given !== null) {
    return { access: given, source: kinds[kind].variable, launcher: null, took: took(), close: async () => {} }
  }
  const obstacles: Obstacle[] = []
  for (const { source, find } of ways) {
    try {
      const launcher = await find(kind)
      const server = await launch(launcher, options)
      return { access: plainAccess(server), source, launcher, took: took(), close: () => server.close() }
    } catch (error) {
      obstacles.push({ source, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return obstacles
}

/** Only what can be sent to another process. */
const plainAccess = ({
  kind,
  version,
  host,
  port,
  socketPath,
  dataFolder,
  administrator,
}: ServerAccess): ServerAccess => ({ kind, version, host, port, socketPath, dataFolder, administrator })

/** Gets what starting a server of a kind takes, so that the tests need not wait for it. */
export const prepareServer = async (kind: ServerKind): Promise<void> => {
  if ((await givenServer(kind)) !== null) return
  for (const { find } of ways) {
    const isThere = await find(kind).then(
      () => true,
      () => false,
    )
    if (isThere) return
  }
}
