import { Worker } from "node:worker_threads"
import type { SqliteDriver } from "@opencode/session-sqlite-driver"

const idle = 0
const busy = 1

/**
 * Copies the write-ahead log into the database in a thread of its own, with a connection of its own: it waits for the disk, and
 * neither a writer nor the event loop waits with it. The thread starts with the first request, and lets the process end.
 */
export class CheckpointWorker {
  readonly #driver: SqliteDriver
  readonly #file: string
  /** Shared with the thread: a writer that never lets the event loop turn sees it change, too. */
  readonly #state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  #worker: Worker | undefined
  #ended: Promise<void> | undefined
  #isGone = false

  constructor(driver: SqliteDriver, file: string) {
    this.#driver = driver
    this.#file = file
  }

  /** Whether a checkpoint is under way. */
  get isBusy(): boolean {
    return Atomics.load(this.#state, 0) === busy
  }

  /** Asks for a checkpoint. */
  request(): void {
    if (this.#isGone) return
    try {
      this.#worker ??= this.#start()
    } catch {
      // Node.js can forbid threads (`--permission`). The commit is stored: it must not fail for it.
      this.#isGone = true
      return
    }
    Atomics.store(this.#state, 0, busy)
    this.#worker.postMessage("checkpoint")
  }

  /** Returns when the thread has ended, and its connection is closed. */
  async close(): Promise<void> {
    if (this.#worker === undefined) this.#isGone = true
    if (this.#isGone) return
    this.#worker?.ref()
    this.#worker?.postMessage("close")
    await this.#ended
  }

  #start(): Worker {
    const worker = new Worker(source(this.#driver), {
      eval: true,
      workerData: { file: this.#file, state: this.#state },
      // The process's own are for its code: another module to load first, for instance.
      execArgv: [],
      env: {},
    })
    // Where the thread cannot start, writers do what is needed when the log is long.
    worker.on("error", () => {})
    this.#ended = new Promise((resolve) => {
      worker.once("exit", () => {
        this.#isGone = true
        Atomics.store(this.#state, 0, idle)
        resolve()
      })
    })
    worker.unref()
    return worker
  }
}

/** How many times a checkpoint goes on with what was written while it ran. */
const rounds = 3

/** A thread's code as text: bundlers of applications would not find a file. */
const source = ({ openInWorker }: SqliteDriver): string => `
// Node.js 22 warns of its SQLite.
process.emitWarning = () => {}
const { parentPort, workerData } = require("node:worker_threads")
const database = (${openInWorker})(workerData.file)

function checkpoint() {
  for (let round = 0; round < ${rounds}; round += 1) {
    const [blocked, frames, copied] = database.pragma("wal_checkpoint(PASSIVE)")
    if (blocked || frames === copied) return
  }
}

parentPort.on("message", (message) => {
  if (message === "close") {
    database.close()
    // Ends this thread alone, in each runtime.
    process.exit()
  }
  try {
    checkpoint()
  } catch {
    // What was not copied stays in the log, for the next one.
  } finally {
    Atomics.store(workerData.state, 0, ${idle})
  }
})
`
