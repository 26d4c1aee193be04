import type { LeftOutAlias } from "@opencode/session-core/transfer"
import type { ProjectSource } from "../project/found-project.ts"
import type { DamagedRow, SkippedItem } from "../source/source-log.ts"

/** A project that sessions of the source belong to. */
export interface ImportedProject {
  /** The project's id in the store. */
  id: string
  /** How many sessions of the file belong to it. */
  sessions: number
  /** How it was found. */
  source: ProjectSource
}

/** What an import did. Messages, parts and files are those that were written: what was there already does not count. */
export interface ImportReport {
  /** The name of the format that the file was recognised as: `opencode-database`, `json-lines` for our own. */
  format: string
  /** The same for people, with its article: `an OpenCode database`. */
  label: string
  /** Sessions by what became of them. */
  sessions: {
    created: number
    updated: number
    unchanged: number
    /** Deleted here, or in conflict, or not readable: `skipped` says which and why. */
    skipped: number
  }
  /** Messages that were written. */
  messages: number
  /** Parts that were written. */
  parts: number
  /** Versions of files that were written. */
  files: number
  /** Messages and parts that were imported before and that the file has no more. */
  removed: number
  /** The first thousand; `damagedCount` has them all. */
  damaged: DamagedRow[]
  /** How many rows could not be read. */
  damagedCount: number
  /** The first thousand; `skippedCount` has them all. */
  skipped: SkippedItem[]
  /** How many items were skipped. */
  skippedCount: number
  /** What a person should know of the state of the source, as sentences. */
  notes: string[]
  /** The projects that got sessions. */
  projects: ImportedProject[]
  /** Aliases of the file's projects that would have redirected a project of the store: the same rule as for a copy. */
  leftOutAliases: LeftOutAlias[]
}
