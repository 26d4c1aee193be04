import type { Project } from "../model/project.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"

/**
 * Our file format: JSON Lines, UTF-8, one object a line.
 *
 * ```
 * {"format":"opencode-session","version":1,"exportedAt":…}                 the first line
 * {"type":"session.begin","sessionId":"ses_…","project":{…}}
 * {"type":"session","revision":1,"session":{…}}                            the session's feed: `RecordedChange`s as they are
 * {"type":"message","revision":2,"message":{…}}
 * {"type":"checkpoint","checksum":"…"}                                     at least every 4 MiB
 * {"type":"session.end","sessionId":"ses_…","revision":9,"changes":8,"checksum":"…"}
 * {"type":"end","sessions":1,"changes":8}                                  the last line: without it, the file is cut off
 * ```
 * A checksum is the SHA-256, in hexadecimal, of the session's lines from its `session.begin` on, checkpoints aside, each
 * with its line feed. A reader applies nothing that no checksum has confirmed.
 */
export const jsonLinesFormat = "opencode-session"
/** The version of the format. A file of a newer one is refused. */
export const jsonLinesVersion = 1

export interface HeaderLine {
  format: typeof jsonLinesFormat
  version: number
  /** Epoch milliseconds. */
  exportedAt: number
}

export interface SessionBeginLine {
  type: "session.begin"
  sessionId: string
  /** The project's name and aliases, for a store that does not know it. */
  project: Project
}

export interface CheckpointLine {
  type: "checkpoint"
  checksum: string
}

export interface SessionEndLine {
  type: "session.end"
  sessionId: string
  /** The session's last revision. */
  revision: number
  /** How many lines of its feed there are. */
  changes: number
  checksum: string
}

export interface EndLine {
  type: "end"
  sessions: number
  changes: number
}

/** Any line but the first. */
export type BodyLine = SessionBeginLine | RecordedChange | CheckpointLine | SessionEndLine | EndLine
