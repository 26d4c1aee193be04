import type { DebianPackages } from "session-test-support/debian-packages"
import type { ServerAccess } from "./server-access.ts"
import type { ServerFamily } from "./server-kind.ts"

/** The programs that starting a server takes. */
export interface ServerPrograms {
  server: string
  /** The program that fills an empty data folder, where the server does not do it itself. */
  installDatabase: string | null
  /** What the server needs to find its own files. */
  fileArguments: string[]
}

/** Where a server listens, and who may do anything there. */
export type ServerAddress = Pick<ServerAccess, "port" | "socketPath" | "administrator">

/** Where a server is that was given, and who logs in. */
export type GivenServer = Pick<ServerAccess, "host" | "port" | "socketPath" | "administrator">

/** What is unpacked where a machine has no server of a kind. */
export interface DebianSource extends DebianPackages {
  server: string
  installDatabase: string | null
  /** Programs to be run with the unpacked C library. */
  programs: readonly string[]
  /** What the server needs to find its files in a folder that they were unpacked into. */
  fileArguments(folder: string): string[]
  /** Packages with the clients, which the tests of back-ups need; none where there are no such tests. */
  clients: readonly string[]
}

/** What starts a server of a kind from the repository's compose file. */
export interface ComposeSource {
  /** Laid over the service of the compose file. */
  service: Readonly<Record<string, unknown>>
  /** What the service's command begins with, where arguments are given. */
  command: readonly string[]
}

/** All that differs between kinds of servers. A new kind is a folder beside this file, its name in `server-kind.ts`, and a line in `kinds.ts`. */
export interface KindOfServer {
  /** As people write it. */
  title: string
  family: ServerFamily

  /** The environment variable that names a server to take. Its account must be allowed to create databases and users. */
  variable: string
  /** What it may say. */
  variableExample: string
  /** Reads what it says; null for what is none. */
  parseGiven(text: string): GivenServer | null
  /** Fails unless the administrator may create databases and users. */
  requireRights(server: ServerAccess): Promise<void>

  /** The names of the server's program. */
  programNames: readonly string[]
  /** Folders in which a machine has it, besides those that all kinds are in. */
  programFolders(): string[]
  /** The names of the program that fills an empty data folder; none where the server does it itself. */
  installDatabaseNames: readonly string[]
  /** What the documentation backs up and restores with. */
  clientNames: readonly string[]
  debian: DebianSource
  /** Null where the compose file has no such server. */
  compose: ComposeSource | null

  /** What has the server's program say its version. */
  versionArguments: readonly string[]
  /** The version in what the program says. */
  versionIn(said: string): string | undefined
  /** Whether a server or a program that says this of itself is of this kind. */
  isVersion(said: string): boolean

  /** What the server is given to run as root, where nobody else may enter its folder; null where it refuses. */
  rootArguments: readonly string[] | null
  /** The command that fills an empty data folder. */
  initialize(programs: ServerPrograms, dataFolder: string): { program: string; arguments: string[] }
  /** Files of a data folder that a copy must make anew. */
  identityFiles: readonly string[]
  /** The server's unix socket, or what clients take for it, in a folder of its own. */
  socketPath(folder: string): string
  /** What a server that was killed leaves in that folder, and does not start beside. */
  leftovers: readonly string[]
  /** What the server is started with, on data in a folder of its own. */
  serverArguments(programs: ServerPrograms, folder: string, address: ServerAddress): string[]
  /** And with that where nothing has to survive a power failure. */
  undurableArguments: readonly string[]
  /** Files in the server's folder, by their names, with statements that its arguments have it run before anybody can connect. */
  initialFiles(address: ServerAddress): Record<string, string>
  /** What shuts the server down in order, and what ends it at once, as a crash would. */
  signals: { stop: NodeJS.Signals; kill: NodeJS.Signals }

  /**
   * The version that the server says, once the administrator can log in. Fails until then, within so many milliseconds, and is
   * called again. Afterwards nobody but the administrator can log in.
   */
  versionOf(server: ServerAccess, timeout: number): Promise<string>
}
