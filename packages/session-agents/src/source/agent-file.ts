import type { SourceLog } from "@opencode/session-opencode/formats"
import type { PlannedSession } from "../plan/planned-session.ts"
import type { SessionInterpreter } from "../plan/session-interpreter.ts"
import type { RecordFile } from "../records/record-file.ts"

/** A session that a file holds, and what its records mean. */
export interface FoundSession {
  readonly plan: PlannedSession
  readonly interpreter: SessionInterpreter
}

/** Looks through a file once and gives the sessions that it holds. What cannot be taken goes to the log. */
export type FileReader = (file: RecordFile, log: SourceLog) => FoundSession[]

/** A file of an agent. */
export interface AgentFile {
  /** What it is called in reports. */
  readonly path: string
  readonly read: FileReader
  /** Opens it. Fails where it is not there any more, or may not be read. */
  open(): RecordFile
}

/** A file that must be unpacked before it is read. It has one session, which its name tells. */
export interface PackedFile extends Pick<AgentFile, "path" | "read"> {
  readonly sessionId: string
  unpack(): Promise<RecordFile>
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
