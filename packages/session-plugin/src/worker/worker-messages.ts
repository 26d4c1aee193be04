import type { LivePiece, MirrorStatus } from "@opencode/session-opencode/mirror"

const mark = "opencode-session-mirror"

/** What the thread is started with. */
export interface WorkerInput {
  /** Tells that this file is started as the plugin's thread. */
  mark: typeof mark
  /** OpenCode's database. */
  database: string
  environment: Readonly<Record<string, string | undefined>>
}

/** What OpenCode's own thread tells the mirror's. */
export type ToWorker =
  /** OpenCode has written. */
  | { type: "ring" }
  /** A model has spoken. */
  | { type: "speak"; pieces: LivePiece[] }
  /** OpenCode ends: what was written is to be sent if that is quick. */
  | { type: "end" }

/** What the mirror's thread tells OpenCode's. */
export type FromWorker = { type: "status"; status: MirrorStatus }

export const workerInput = (input: Omit<WorkerInput, "mark">): WorkerInput => ({ mark, ...input })

/** Other programs' threads have data of their own. */
export const isWorkerInput = (data: unknown): data is WorkerInput =>
  typeof data === "object" && data !== null && "mark" in data && data.mark === mark
