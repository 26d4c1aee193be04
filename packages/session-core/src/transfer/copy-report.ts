import type { ErrorCode } from "../errors/error-code.ts"

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

/** What a copy did. */
export interface CopyReport extends TransferCounts {
  problems: SessionProblem[]
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
