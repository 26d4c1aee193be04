import type { JsonObject } from "../model/json.ts"
import type { SessionProvider, specificationVersion } from "./session-provider.ts"

/**
 * What a provider may need to know besides its own options. Read it, not `process.env` and not the current folder: an application
 * may give others.
 */
export interface ProviderContext {
  /** The configured `data.directory`, absolute. It need not exist. Relative paths among the options begin here. */
  dataDirectory: string
  /** Environment variables, for providers that have their own, with a prefix of their own. */
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * Where a provider's options take the data. Core asks before anything is opened: with it, it decides whether a project's own
 * `opencode.json`, which may be a stranger's, is followed or has to be trusted first.
 *
 * Easily missed: decide by where the options lead, not by how they are written. A host name that is not loopback is remote.
 */
export interface ProviderTarget {
  /**
   * For people, without secrets: `mysql://db.example:3306/opencode`.
   *
   * Invariants: 15. Kit: `secrets`.
   */
  description: string
  /** Whether the data leaves this machine. A project's own file may not ask for that without its user's trust. */
  remote: boolean
  /** The file or folder on this machine that it writes to, absolute. A project's own file may not choose one outside of it. */
  path?: string
  /** Files that it reads or writes beside `path`, absolute. Core checks whose they are, as it does for `path`. */
  files?: readonly string[]
  /** What decided it, for people: a key of the configuration, or an environment variable that only the provider reads. */
  source?: string
}

/**
 * What an option decides:
 *
 * - `connection`: which server is reached, how the connection to it is protected, or who logs in;
 * - `command`: runs a program of the option's choice, such as `passwordCommand`. It is a part of the connection, too;
 * - `file`: reads a file of this machine that is not the database, such as `passwordFile` or a client's key. It is a part of the
 *   connection, too.
 */
export type ProviderOptionRole = "connection" | "command" | "file"

/** What core has to know about an option before it lets a project's own file set it. */
export interface ProviderOption {
  /** What it decides. */
  readonly role: ProviderOptionRole
  /** Names of options that have no effect while this one is set: a DSN replaces host and password. */
  readonly replaces?: readonly string[]
}

/** An environment variable that a provider reads itself, and that is a part of its connection. */
export interface ProviderVariable {
  /** Names of options that have no effect while this variable is set. */
  readonly replaces?: readonly string[]
}

/**
 * What a provider's package exports as `provider`. `openSessionStore` finds the package by the configured type, has it check
 * its options, decides whether the configuration may be trusted, and opens it.
 *
 * Easily missed: its module is loaded to find out what is configured, long before a database is opened. Import the driver in
 * `open`, and do nothing else when the module is loaded.
 */
export interface ProviderDefinition<Options = unknown> {
  /** The version of the contract that it speaks. Any other is refused with `provider_incompatible`, before anything is called. */
  readonly specificationVersion: typeof specificationVersion
  /** What `sessionProvider.type` calls it where the application brings it in `providers`: `sqlite`, `mysql`. */
  readonly name: string
  /**
   * The options that a project's own file may not set freely, by their path below `sessionProvider.<type>` (`"password"`,
   * `"tls.key"`; the longest path that fits an option counts). Options that are not named here decide nothing of that kind,
   * such as a time-out. Without this member every option counts as a part of the connection.
   *
   * From it, before `parseOptions` is called, core enforces two rules with the error `untrusted_configuration`:
   *
   * - A project's file that its user has not trusted sets no `command` and no `file`.
   * - A connection is one unit: as soon as such a file sets one of its options, none may come from the user's own files or
   *   variables. A password is thus sent only to the server that it was written beside.
   *
   * A new option that runs a program or reads a file needs nothing but its entry here.
   *
   * @example
   * ```ts
   * options: {
   *   url: { role: "connection", replaces: ["host", "password"] },
   *   host: { role: "connection" },
   *   password: { role: "connection" },
   *   passwordCommand: { role: "command" },
   * }
   * ```
   */
  readonly options?: Readonly<Record<string, ProviderOption>>
  /**
   * The options whose values may be shown to anybody, by their path below `sessionProvider.<type>` (`"host"`, `"tls.mode"`).
   * `config`, `doctor` and errors of `parseOptions`, `target` and `open` show every other value as `***`: whether an option is a
   * secret, its name does not tell. In one whose name ends in `dsn`, `url` or `uri`, credentials are masked all the same.
   */
  readonly publicOptions?: readonly string[]
  /** The environment variables that are a part of the connection, by name. */
  readonly variables?: Readonly<Record<string, ProviderVariable>>
  /**
   * Checks the options of `sessionProvider.<type>`, JSON of unknown shape, and the environment's. Nothing is opened, read or run
   * yet. Throws `invalid_configuration` that names the key, the value (unless it is a secret) and what would be right.
   *
   * Easily missed: unknown keys and impossible values are errors too. `nearestKey` finds what was meant.
   *
   * Invariants: 15. Kit: `definition`.
   */
  parseOptions(options: JsonObject, context: ProviderContext): Options
  /** Says where the options lead, without opening anything or asking a server. */
  target(options: Options): ProviderTarget
  /**
   * Opens the database, without migrating it: `openSessionStore` does that. Fails with what is wrong (`unavailable`,
   * `authentication_failed`, `access_denied`, `database_not_found`, `foreign_database`, …) and then leaves nothing open.
   *
   * Easily missed: some drivers put the whole connection string into their messages. Neither the error nor its cause may show it.
   *
   * Invariants: 15.
   */
  open(options: Options, context: ProviderContext): Promise<SessionProvider>
}
