import type { SourceLog } from "@opencode/session-opencode/formats"
import type { PlannedSession } from "../plan/planned-session.ts"
import type { SessionInterpreter } from "../plan/session-interpreter.ts"
import type { RecordFile } from "../records/record-file.ts"

/** A session that a file holds, and what its records mean. */
export interface FoundSession {
  readonly plan: PlannedSession
  readonly interpreter: SessionInterpreter
}

/** A file of an agent. */
export interface AgentFile {
  /** What it is called in reports. */
  readonly path: string
  /** Opens it. Fails where it is not there any more, or may not be read. */
  open(): RecordFile
  /**
   * Looks through it once and gives the sessions that it holds; none where nothing in it is of this program. What cannot be taken goes
   * to the log.
   */
  read(file: RecordFile, log: SourceLog): FoundSession[]
}

/** A program's way to keep its sessions in files. */
export interface AgentFormat {
  /** For programs: `claude-code`. */
  readonly name: string
  /** For people: `Claude Code`. */
  readonly program: string
  /** The key of `metadata` under which sessions and messages keep what has no field. */
  readonly origin: string
}
