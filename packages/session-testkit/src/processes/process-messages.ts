import type { Batch } from "@opencode/session-core/provider"
import type { MigrationPoint, ProcessEntry } from "../provider-under-test.ts"

/** What a test asks of a process. */
export type ProcessCommand =
  | { type: "open"; entry: ProcessEntry }
  /** Closes what it has open. */
  | { type: "close" }
  /** Closes what it has open, and stays no longer than that keeps it. */
  | { type: "leave" }
  /** One batch. Answers with its revision. */
  | { type: "apply"; batch: Batch }
  /** Puts so many messages with a part each, one batch after another. Answers when all are in. */
  | { type: "write"; sessionId: string; prefix: string; count: number }
  /** Puts messages with three parts each until the process ends, and reports each one that was acknowledged. */
  | { type: "stream"; sessionId: string }
  | { type: "migrateUntil"; entry: ProcessEntry; point: MigrationPoint }

/** What a process tells its test. */
export type ProcessMessage =
  | { type: "ready" }
  | { type: "answer"; id: number; value: unknown }
  | { type: "failure"; id: number; code: string; message: string }
  /** A streamed message is stored. */
  | { type: "acknowledged"; messageId: string }
