import type { DebianPackages } from "session-test-support/debian-packages"

/** The programs that starting a server takes. */
export interface ServerPrograms {
  server: string
  /** The program that fills an empty data folder, where the server does not do it itself. */
  installDatabase: string | null
  /** What the server needs to find its own files. */
  fileArguments: string[]
}

/** Where a server listens, and who may do anything there. */
export interface ServerAddress {
  port: number
  socketPath: string | null
  administrator: { user: string; password: string }
}

/** What is unpacked where a machine has no server of a kind. */
export interface DebianSource extends DebianPackages {
  server: string
  installDatabase: string | null
  /** Programs to be run with the unpacked C library. */
  programs: readonly string[]
  /** Packages with the clients, which the tests of back-ups need. */
  clients: readonly string[]
}

/** All that differs between kinds of servers. A new kind is a file beside this one, and a line in `kinds.ts`. */
export interface KindOfServer {
  /** As people write it. */
  title: string
  /** The environment variable that names a server to take. Its account must be allowed to create databases and users. */
  variable: string
  /** The names of the server's program. */
  programNames: readonly string[]
  /** What the documentation backs up and restores with. */
  clientNames: readonly string[]
  debian: DebianSource
  /** Laid over the service of the compose file. */
  composeService: Readonly<Record<string, unknown>>
  /** What the service's command begins with, where arguments are given. */
  composeCommand: readonly string[]
  /** Whether a server or a program that says this of itself is of this kind. */
  isVersion(said: string): boolean
  /** The command that fills an empty data folder. */
  initialize(programs: ServerPrograms, dataFolder: string): { program: string; arguments: string[] }
  /** What the server is started with, on data in a folder of its own. */
  serverArguments(programs: ServerPrograms, folder: string, address: ServerAddress): string[]
  /** And with that where nothing has to survive a power failure. */
  undurableArguments: readonly string[]
  /** Run at each start, before anybody can connect: afterwards nobody but the administrator can log in. */
  initialStatements(address: ServerAddress): string
}
