import { type MirrorStatus, writeMirrorStatus } from "./mirror-status.ts"

/** Milliseconds between two writes of a status. */
const shortestPause = 500
/** Milliseconds after which it is written though nothing changed: so others know that the mirror runs. */
const heartbeat = 20_000

/** Keeps a mirror's status: tells each change at once, and writes it to the mirror's file, not too often. */
export class StatusReporter {
  readonly #file: string
  readonly #onChange: (status: MirrorStatus) => void
  readonly #beat: NodeJS.Timeout
  #status: MirrorStatus
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()

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
    this.#status = { ...this.#status, ...changes }
    this.#onChange(this.#status)
    this.#schedule()
  }

  /** Writes the last status. */
  async end(): Promise<void> {
    clearInterval(this.#beat)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#write()
    await this.#writing
  }

  #schedule(): void {
    // One on standby does not write over what the one that mirrors says.
    if (this.#timer !== null || this.#status.condition === "standby") return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#write()
    }, shortestPause)
    this.#timer.unref()
  }

  #write(): void {
    if (this.#status.condition === "standby") return
    const status = { ...this.#status, writtenAt: Date.now() }
    // Mirroring goes on where its status cannot be written.
    this.#writing = this.#writing.then(() => writeMirrorStatus(this.#file, status)).catch(() => {})
  }
}
