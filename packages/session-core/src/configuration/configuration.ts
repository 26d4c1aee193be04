import type { JsonObject } from "../model/json.ts"
import type { FileRisk } from "../own-files/file-risk.ts"

/** Where a value in force comes from. */
export type ConfigurationOrigin =
  /** Nobody says: it is the default. */
  | { kind: "default" }
  /** A configuration file says so. */
  | { kind: "file"; scope: ConfigurationScope; path: string }
  /** An environment variable says so. */
  | { kind: "environment"; variable: string }

/**
 * Whose file it is: the user's own (`global`), or one that came with a project, which may be somebody else's repository.
 */
export type ConfigurationScope = "global" | "project"

/** A configuration file as it was read. */
export interface ConfigurationFile {
  /** Absolute. */
  path: string
  /** Whose file it is. */
  scope: ConfigurationScope
  /** Of its bytes, hexadecimal. Trust is for this content, not for what the file may become. */
  sha256: string
  /** Why others decide what it says: it is then used only when the user has trusted its content, whoever's it is. */
  risk?: FileRisk
}

/** What is in force, and why. It may hold secrets: show it through `maskConfiguration`. */
export interface Configuration {
  /** `data.directory`, absolute, `~` expanded. It need not exist. */
  dataDirectory: string
  /** `sessionProvider.type`: `sqlite`, `mysql`, the name of a package, or a module's absolute path. */
  providerType: string
  /** Every type that has an object of options under `sessionProvider`, and the one in force. */
  configuredTypes: readonly string[]
  /** `sessionProvider.project`; null when nobody says. */
  projectId: string | null
  /** `sessionProvider.<type>` of the type in force. Only the provider knows what it means. */
  providerOptions: JsonObject
  /** By dotted key (`data.directory`, `sessionProvider.mysql.host`), for every value in force. */
  origins: ReadonlyMap<string, ConfigurationOrigin>
  /** Files that were read, in the order in which later ones win. */
  files: readonly ConfigurationFile[]
  /** The user's own files that were not read, because a place that comes first has one. */
  shadowedFiles: readonly string[]
  /** The project's top folder (of the worktree), a real path. */
  projectDirectory: string
  /** Where the user's trust in files is kept. */
  trustFile: string
}
