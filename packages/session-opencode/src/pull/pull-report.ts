import type { Author } from "@opencode/session-core"
import type { LeftOutMessage } from "../export/document-format.ts"

/**
 * What became of a session: it is new here; what the store has was added; OpenCode has all of it; OpenCode has more than the store; both
 * went on, and what the store has is a fork.
 */
export type PullOutcome = "created" | "updated" | "unchanged" | "ahead" | "forked"

/** One session of a pull. */
export interface PulledSession {
  /** The session's id in the store. */
  id: string
  /** Its id in OpenCode, where that is another one: that of a fork, or of a session of another program. */
  localId: string
  /** As it is in OpenCode. */
  title: string
  /** Who wrote it; null when nobody is named. */
  author: Author | null
  /** What became of it. */
  outcome: PullOutcome
  /** Messages and parts that were written. */
  written: number
  /** Messages and parts that were removed. */
  removed: number
}

/** What a pull did. */
export interface PullReport {
  /** The session first, then those of its sub-agents. */
  sessions: PulledSession[]
  /** What OpenCode 1.x has nothing like. */
  leftOut: LeftOutMessage[]
  /** What a person should know, as sentences. */
  notes: string[]
}
