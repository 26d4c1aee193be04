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

/** Which sessions of OpenCode a mirror sends to the store, and what it leaves out. From the user's own files only. */
export interface MirrorSettings {
  /** `sessionMirror.include`: ids of projects or folders, `*` for any characters. These are mirrored without being asked about. */
  include: readonly string[]
  /** `sessionMirror.exclude`: the same of what is never mirrored. It is stronger than `include`. */
  exclude: readonly string[]
  /**
   * `sessionMirror.ask`, true by default: any other project is mirrored once the user has said so. Otherwise it is mirrored where
   * `include` is empty, and not where it lists something.
   */
  ask: boolean
  /** `sessionMirror.redact`: what is left out before anything leaves the machine. Nothing by default. */
  redact: readonly "secrets"[]
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
  /** `sessionMirror`, with its defaults; null when none of the user's own files has it. */
  mirror: MirrorSettings | null
  /** Files of the project that have `sessionMirror`, which is ignored there. */
  ignoredMirrorFiles: readonly string[]
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
