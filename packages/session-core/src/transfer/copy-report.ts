import type { ErrorCode } from "../errors/error-code.ts"
import type { LeftOutAlias } from "./project-transfer.ts"

/** A session that was not copied or imported, or not wholly. */
export interface SessionProblem {
  sessionId: string
  /** `conflict` when the target has a history of its own. */
  code: ErrorCode
  /** A sentence for a person. */
  message: string
}

/** Something in the source that could not be read: the copy has it empty. */
export interface DamagedContent {
  sessionId: string
  /** Null when it is the session itself. */
  messageId: string | null
  partId: string | null
  reason: string
}

/** What was transferred. Messages, parts and files are those that were written: what was there already does not count. */
export interface TransferCounts {
  sessions: { created: number; updated: number; unchanged: number }
  messages: number
  parts: number
  files: number
  /** Removals of messages, parts and files that were repeated. */
  removals: number
}

/** A session that was read again on both sides after it was copied, and found the same. */
export interface VerifiedSession {
  sessionId: string
  /** Up to where the source was read. */
  revision: number
  /** How many entries its feed has there. */
  changes: number
  /**
   * SHA-256, in hexadecimal, of the session as each store gives it: of the canonical JSON of its feed and its fields. They differ
   * only where the copy has been gone on with since.
   */
  checksum: { source: string; target: string }
}

/** What a copy did. */
export interface CopyReport extends TransferCounts {
  verified: VerifiedSession[]
  problems: SessionProblem[]
  /** Aliases that would have redirected a project of the target. */
  leftOutAliases: LeftOutAlias[]
  /** Copied, but not compared: somebody kept writing to them at the source. The next run goes on. */
  unverified: string[]
  damaged: DamagedContent[]
}

/** How far a copy is, told after each session. */
export interface CopyProgress {
  /** Sessions done so far. */
  sessions: number
  /** Sessions that there are to copy, as far as is known. */
  totalSessions: number
  sessionId: string
}
