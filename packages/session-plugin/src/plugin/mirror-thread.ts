import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import type { MirrorStatus } from "@opencode/session-opencode/mirror"
import { type FromWorker, type ToWorker, type WorkerInput, workerInput } from "../worker/worker-messages.ts"

/** Milliseconds before the thread is started again after it ended; they double up to the second. */
const firstPause = 1000
const longestPause = 60_000
/** Milliseconds that OpenCode is made to wait at most when it ends. */
const longestEnd = 2000

/** The thread in which the mirror runs: on OpenCode's own, it would wait while a model speaks. It is started again when it ends. */
export class MirrorThread {
  readonly #input: Omit<WorkerInput, "mark">
  readonly #onStatus: (status: MirrorStatus) => void
  readonly #onEnd: (reason: string) => void
  #worker: Worker | null = null
  #pause = firstPause
  #isEnding = false
  #isRinging = false

  constructor(
    input: Omit<WorkerInput, "mark">,
    onStatus: (status: MirrorStatus) => void,
    onEnd: (reason: string) => void,
  ) {
    this.#input = input
    this.#onStatus = onStatus
    this.#onEnd = onEnd
    this.#start()
  }

  /** OpenCode has written. Many of these in a row are one. */
  ring(): void {
    if (this.#isRinging) return
    this.#isRinging = true
    setTimeout(() => {
      this.#isRinging = false
      this.tell({ type: "ring" })
    }, 5)
  }

  tell(message: ToWorker): void {
    this.#worker?.postMessage(message)
  }

  /** Lets the mirror send the last of it, and ends. Takes two seconds at most. */
  async end(): Promise<void> {
    const worker = this.#worker
    this.#isEnding = true
    if (worker === null) return
    const { promise, resolve } = Promise.withResolvers<void>()
    worker.once("exit", () => resolve())
    this.tell({ type: "end" })
    const timer = setTimeout(resolve, longestEnd)
    await promise
    clearTimeout(timer)
    await worker.terminate()
  }

  #start(): void {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: workerInput(this.#input) })
    this.#worker = worker
    let reason = "It ended."
    worker.on("message", ({ status }: FromWorker) => {
      this.#pause = firstPause
      this.#onStatus(status)
    })
    worker.on("error", (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    worker.on("exit", () => {
      this.#worker = null
      if (this.#isEnding) return
      this.#onEnd(reason)
      setTimeout(() => {
        if (!this.#isEnding) this.#start()
      }, this.#pause).unref()
      this.#pause = Math.min(this.#pause * 2, longestPause)
    })
    // OpenCode ends when it wants to.
    worker.unref()
  }
}
