import type { ErrorCode } from "../errors/error-code.ts"
import type { LeftOutAlias } from "./project-transfer.ts"

/** A session that was not copied or imported, or not wholly. */
export interface SessionProblem {
  /** The session that it is about. */
  sessionId: string
  /** `conflict` when the target has a history of its own. */
  code: ErrorCode
  /** A sentence for a person. */
  message: string
}

/** Something in the source that could not be read: the copy has it empty. */
export interface DamagedContent {
  /** The session that it is in. */
  sessionId: string
  /** Null when it is the session itself. */
  messageId: string | null
  /** Null when it is the session or a message. */
  partId: string | null
  /** Why it could not be read: a sentence for a person. */
  reason: string
}

/** What was transferred. Messages, parts and files are those that were written: what was there already does not count. */
export interface TransferCounts {
  /** Sessions by what became of them at the target. */
  sessions: { created: number; updated: number; unchanged: number }
  /** Messages that were written. */
  messages: number
  /** Parts that were written. */
  parts: number
  /** Versions of files that were written. */
  files: number
  /** Removals of messages, parts and files that were repeated. */
  removals: number
}

/** A session that was read again on both sides after it was copied, and found the same. */
export interface VerifiedSession {
  /** The session that was compared. */
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
  /** Sessions that were compared after the copy, and are the same. */
  verified: VerifiedSession[]
  /** Sessions that were not copied, or not wholly. */
  problems: SessionProblem[]
  /** Aliases that would have redirected a project of the target. */
  leftOutAliases: LeftOutAlias[]
  /** Copied, but not compared: somebody kept writing to them at the source. The next run goes on. */
  unverified: string[]
  /** What could not be read at the source. */
  damaged: DamagedContent[]
}

/** How far a copy is, told after each session. */
export interface CopyProgress {
  /** Sessions done so far. */
  sessions: number
  /** Sessions that there are to copy, as far as is known. */
  totalSessions: number
  /** The session that was done last. */
  sessionId: string
}
