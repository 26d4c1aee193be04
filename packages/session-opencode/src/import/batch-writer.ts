import {
  type Change,
  type JsonObject,
  SessionStorageError,
  type SessionStore,
  TooLargeError,
} from "@opencode/session-core"
import type { ImportLog } from "./import-log.ts"

const changesPerBatch = 500
/** Characters of the source, about bytes. */
const batchSize = 1024 * 1024

/** Gathers a session's changes into batches. */
export class BatchWriter {
  readonly #store: SessionStore
  readonly #sessionId: string
  readonly #at: number
  readonly #log: ImportLog
  readonly #onBatch: () => void
  #changes: Change[] = []
  #size = 0
  #revision: number
  #written = 0

  /**
   * `revision` is the session's, 0 for a new one: a batch fails with `conflict` where another writer has come in between. `at` becomes its
   * `updatedAt`, unless that is later already.
   */
  constructor(options: {
    store: SessionStore
    sessionId: string
    revision: number
    at: number
    log: ImportLog
    onBatch: () => void
  }) {
    this.#store = options.store
    this.#sessionId = options.sessionId
    this.#revision = options.revision
    this.#at = options.at
    this.#log = options.log
    this.#onBatch = options.onBatch
  }

  /** Whether nothing was written and nothing waits. */
  get idle(): boolean {
    return this.#written === 0 && this.#changes.length === 0
  }

  /** Of what waits: characters of the source, about bytes. */
  get size(): number {
    return this.#size
  }

  /** Whether it is time to `flush`. */
  get full(): boolean {
    return this.#changes.length >= changesPerBatch || this.#size >= batchSize
  }

  add(change: Change, size: number): void {
    this.#changes.push(change)
    this.#size += size
  }

  /**
   * Adds the session's metadata to the last batch, given the revision that the session then has, and sends it.
   */
  async finish(metadata: (revision: number) => JsonObject): Promise<void> {
    const update = (revision: number): Change => ({ type: "session.update", fields: { metadata: metadata(revision) } })
    const [first] = this.#changes
    if (first?.type === "session.create") first.session.metadata = metadata(this.#changes.length)
    else this.#changes.push(update(this.#revision + this.#changes.length + 1))
    const expected = this.#revision + this.#changes.length
    await this.flush()
    // Some of it was not taken: the noted revision is not the session's.
    if (this.#revision !== expected) await this.#apply([update(this.#revision + 1)])
  }

  async flush(): Promise<void> {
    if (this.#changes.length === 0) return
    const changes = this.#changes
    this.#changes = []
    this.#size = 0
    try {
      await this.#apply(changes)
    } catch (error) {
      if (!isOfOneChange(error)) throw error
      await this.#applyOneByOne(changes)
    }
    this.#written += changes.length
    this.#onBatch()
  }

  async #apply(changes: Change[]): Promise<void> {
    const { revision } = await this.#store.apply(this.#sessionId, changes, {
      at: this.#at,
      ...(this.#revision === 0 ? {} : { expectedRevision: this.#revision }),
    })
    this.#revision = revision
    for (const change of changes) this.#count(change)
  }

  /** One value that the store does not take must not keep the others out. */
  async #applyOneByOne(changes: Change[]): Promise<void> {
    for (const change of changes) {
      try {
        await this.#apply([change])
      } catch (error) {
        if (change.type === "session.create" || !isOfOneChange(error)) throw error
        this.#log.skipped({
          ...nameOf(change),
          reason: error.message,
          ...(TooLargeError.isInstance(error) ? { size: error.size } : {}),
        })
      }
    }
  }

  #count(change: Change): void {
    if (change.type === "message.put") this.#log.written.messages += 1
    else if (change.type === "part.put") this.#log.written.parts += 1
    else if (change.type === "file.put") this.#log.written.files += 1
    else if (change.type === "message.remove" || change.type === "part.remove") this.#log.written.removed += 1
  }
}

/** The store does not take a value; or a part's message, which was such a value, is not there. */
function isOfOneChange(error: unknown): error is SessionStorageError {
  return (["invalid_input", "too_large", "not_found"] as const).some((code) =>
    SessionStorageError.isInstance(error, code),
  )
}

function nameOf(change: Change): { table: string; id: string } {
  if (change.type === "message.put") return { table: "message", id: change.message.id }
  if (change.type === "part.put") return { table: "part", id: change.part.id }
  if (change.type === "file.put") return { table: "files", id: change.file.path }
  return { table: "session", id: change.type }
}
