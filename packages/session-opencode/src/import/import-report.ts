import type { LeftOutAlias } from "@opencode/session-core/transfer"

/** What a file was recognised as. */
export type ImportFormat = "opencode-database" | "opencode-export" | "go-database" | "json-lines"

/** Something in the file that could not be read as what it should be. Its text was kept as it is. */
export interface DamagedRow {
  table: string
  id: string
  /** A sentence for a person. */
  reason: string
}

/** Something that was not imported. Nothing is ever cut or left out without being named here. */
export interface SkippedItem {
  /** Where it stands: a table, or `session` for all of one. */
  table: string
  id: string
  /** A sentence for a person. */
  reason: string
  /** Bytes of UTF-8, where its size is the reason. */
  size?: number
}

/** How the project of a file's sessions was found. */
export type ProjectSource =
  /** `--project` named it. */
  | "given"
  /** An earlier import had found it. */
  | "imported-before"
  /** The current folder is that project: its remote, its first commit or the id that OpenCode left in it says so. */
  | "current-folder"
  /** The folder that the sessions ran in is still there. */
  | "worktree"
  /** The file itself says so. */
  | "file"
  /** Nothing matched: it has a name of its own, and `projects merge` can join it later. */
  | "own-name"

export interface ImportedProject {
  id: string
  /** How many sessions of the file belong to it. */
  sessions: number
  source: ProjectSource
}

/** What an import did. Messages, parts and files are those that were written: what was there already does not count. */
export interface ImportReport {
  format: ImportFormat
  sessions: {
    created: number
    updated: number
    unchanged: number
    /** Deleted here, or in conflict, or not readable: `skipped` says which and why. */
    skipped: number
  }
  messages: number
  parts: number
  files: number
  /** Messages and parts that were imported before and that the file has no more. */
  removed: number
  /** The first thousand; `damagedCount` has them all. */
  damaged: DamagedRow[]
  damagedCount: number
  /** The first thousand; `skippedCount` has them all. */
  skipped: SkippedItem[]
  skippedCount: number
  projects: ImportedProject[]
  /** Aliases of the file's projects that would have redirected a project of the store: the same rule as for a copy. */
  leftOutAliases: LeftOutAlias[]
}
