import type { Author } from "@opencode/session-core"
import type { SourceProgram } from "../source/source-format.ts"

/** How far an import is. Reported after each session and each batch. */
export type ImportProgress = {
  /** Sessions done so far. */
  sessions: number
  /** Sessions in the file; null where it is unknown (JSON Lines are read as they come). */
  totalSessions: number | null
  // Read so far: messages and parts, or what JSON Lines have.
} & ({ messages: number; parts: number } | { changes: number })

/** Into which project a file is imported, for whom, and who is told. */
export interface ImportOptions {
  /** The current folder, `process.cwd()` by default: it may be the project that the file is about. */
  directory?: string | undefined
  /**
   * The project to import into. It takes all sessions of the file, unless the file has several projects and the id stands
   * for just one of them: then that one.
   */
  project?: string | undefined
  /** Whose sessions these are; nobody's by default. Sessions that are here already keep their author. */
  author?: Author | null | undefined
  /** The programs whose formats are known, those of this package by default. */
  programs?: readonly SourceProgram[] | undefined
  /** Only these sessions of the file, by their ids. All by default. */
  sessionIds?: readonly string[] | undefined
  /** Writes nothing: the report says what an import would do. */
  dryRun?: boolean | undefined
  /** Told after each batch. */
  onProgress?: ((progress: ImportProgress) => void) | undefined
  /** Stops between two batches: what was imported until then is whole, and the next run goes on from there. */
  signal?: AbortSignal | undefined
}
