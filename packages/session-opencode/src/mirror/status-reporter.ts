import { isDeepStrictEqual } from "node:util"
import { type MirrorStatus, writeMirrorStatus } from "./mirror-status.ts"

/** Milliseconds between two writes of how far a mirror is. */
const shortestPause = 500
/** Milliseconds after which it is written though nothing changed: so others know that the mirror runs. */
const heartbeat = 20_000

/**
 * Keeps a mirror's status, writes it to the mirror's file and tells each change, in their order. What is told can be read in the file
 * already; only how far a mirror is while it is behind, and when it sent last, is told first and written after a moment: that changes with
 * every word that a model speaks.
 */
export class StatusReporter {
  readonly #file: string
  readonly #onChange: (status: MirrorStatus) => void
  readonly #beat: NodeJS.Timeout
  #status: MirrorStatus
  /** What the file says; null where that is not known. */
  #written: MirrorStatus | null = null
  #timer: NodeJS.Timeout | null = null
  /** What is written and told, one after the other. */
  #last: Promise<void> = Promise.resolve()

  constructor(file: string, status: MirrorStatus, onChange: (status: MirrorStatus) => void) {
    this.#file = file
    this.#status = status
    this.#onChange = onChange
    this.#beat = setInterval(() => this.#schedule(), heartbeat)
    this.#beat.unref()
  }

  get status(): MirrorStatus {
    return this.#status
  }

  set(changes: Partial<MirrorStatus>): void {
    const status = { ...this.#status, ...changes }
    this.#status = status
    this.#last = this.#last.then(async () => {
      if (this.#written === null || saysMore(status, this.#written)) await this.#write(status)
      this.#tell(status)
    })
    this.#schedule()
  }

  /** Writes the last status. Resolves once all is told. */
  async end(): Promise<void> {
    clearInterval(this.#beat)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#writeLast()
    await this.#last
  }

  #schedule(): void {
    if (this.#timer !== null || this.#status.condition === "standby") return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#writeLast()
    }, shortestPause)
    this.#timer.unref()
  }

  #writeLast(): void {
    this.#last = this.#last.then(() => this.#write(this.#status))
  }

  async #write(status: MirrorStatus): Promise<void> {
    if (status.condition === "standby") {
      // One on standby does not write over what the one that mirrors says.
      this.#written = null
      return
    }
    try {
      await writeMirrorStatus(this.#file, { ...status, writtenAt: Date.now() })
    } catch {
      // Mirroring goes on where its status cannot be written.
    }
    this.#written = status
  }

  #tell(status: MirrorStatus): void {
    try {
      this.#onChange(status)
    } catch (error) {
      // A mistake of who listens is the program's, as that of any listener is; the mirror goes on telling.
      queueMicrotask(() => {
        throw error
      })
    }
  }
}

/** Whether it says more than how far the mirror is while it is behind, and when it sent last. */
function saysMore(status: MirrorStatus, before: MirrorStatus): boolean {
  const isInStep = status.waitingSessions === 0 && before.waitingSessions > 0
  const hasBegunToSend = status.sentAt !== null && before.sentAt === null
  return isInStep || hasBegunToSend || !isDeepStrictEqual(lasting(status), lasting(before))
}

const lasting = ({ condition, problem, store, undecidedProjects }: MirrorStatus) => ({
  ...{ condition, problem, store, undecidedProjects },
})
