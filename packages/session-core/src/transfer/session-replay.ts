import { createHash } from "node:crypto"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Session } from "../model/session.ts"
import type { Change } from "../provider/change.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { SessionStore } from "../store/session-store.ts"
import { writeCanonicalJson } from "./canonical-json.ts"
import { HistoryComparison } from "./history-comparison.ts"
import { replayChange } from "./replay-change.ts"
import { watchFeed } from "./watch-feed.ts"

/** What replaying a session's feed came to. */
export interface ReplayResult {
  outcome: "created" | "updated" | "unchanged"
  /** What was applied, counted. */
  messages: number
  parts: number
  files: number
  removals: number
}

export interface ReplayOptions {
  /** Makes the batches' ids other ones than those of an earlier try. */
  salt?: string
  /** Told each entry of the feed that the target had before. */
  onTargetEntry?: (entry: RecordedChange) => void
}

const changesPerBatch = 1000
/** Characters of JSON, about bytes. */
const batchSize = 4 * 1024 * 1024
/** Characters of JSON that wait until it is sure that they may be applied. */
const maximumHeld = 64 * 1024 * 1024

/**
 * Brings one session of a store to where a feed of it is, and applies only what is missing there: the target's revision is
 * where it goes on, so it can be killed and begun again.
 *
 * Throws `conflict` when the target has a history of its own. Nothing is applied then.
 */
export class SessionReplay {
  readonly #target: SessionStore
  readonly #sessionId: string
  readonly #existing: Session | null
  readonly #comparison: HistoryComparison
  readonly #salt: string
  readonly #result: ReplayResult
  #revision: number
  #at = 0
  #held: Held[] = []
  #heldSize = 0
  #changes: Change[] = []
  #changesSize = 0

  private constructor(
    target: SessionStore,
    sessionId: string,
    existing: Session | null,
    { salt = "", onTargetEntry }: ReplayOptions,
  ) {
    this.#target = target
    this.#sessionId = sessionId
    this.#existing = existing
    this.#salt = salt
    this.#revision = existing?.revision ?? 0
    this.#comparison = new HistoryComparison(
      existing === null ? nothing() : watchFeed(target.allChanges(sessionId), onTargetEntry),
    )
    this.#result = {
      outcome: existing === null ? "created" : "unchanged",
      ...{ messages: 0, parts: 0, files: 0, removals: 0 },
    }
  }

  static async begin(target: SessionStore, sessionId: string, options: ReplayOptions = {}): Promise<SessionReplay> {
    const existing = await target.sessions.get(sessionId, { includeDeleted: true })
    return new SessionReplay(target, sessionId, existing, options)
  }

  /** Takes the next entry of the feed from its beginning, with about how many characters its JSON has. */
  async accept(entry: RecordedChange, size: number): Promise<void> {
    if (entry.type === "session") this.#see(entry.session)
    const isNew = await this.#comparison.accept(entry)
    if (this.#comparison.diverged) throw this.#conflict()
    if (!isNew) return
    if (!this.#comparison.settled) {
      this.#hold({ entry, size })
      return
    }
    await this.#release()
    await this.#add(entry, size)
  }

  /** Applies what is left, after the feed's last entry. */
  async end(): Promise<ReplayResult> {
    const relation = await this.#comparison.end()
    if (relation === "diverged") throw this.#conflict()
    await this.#release()
    await this.#flush()
    return this.#result
  }

  #see(session: Session): void {
    if (isRedacted(session) && this.#existing !== null && !isRedacted(this.#existing)) {
      throw new SessionStorageError(
        "conflict",
        `Session ${this.#sessionId} is whole here, and parts of it are left out of its source.`,
        { hint: "Nothing of it was changed. To take what the source has of it, purge the session here and try again." },
      )
    }
    this.#at = Math.max(this.#at, session.updatedAt)
  }

  #hold(held: Held): void {
    this.#held.push(held)
    this.#heldSize += held.size
    if (this.#heldSize <= maximumHeld) return
    throw new SessionStorageError(
      "conflict",
      `Session ${this.#sessionId} is here up to revision ${this.#revision}; whether what follows belongs to the same history shows only after more than ${maximumHeld / 1024 / 1024} MiB.`,
      { hint: "Copy it from the store that it comes from, or purge it here first." },
    )
  }

  async #release(): Promise<void> {
    const held = this.#held
    this.#held = []
    this.#heldSize = 0
    for (const { entry, size } of held) await this.#add(entry, size)
  }

  async #add(entry: RecordedChange, size: number): Promise<void> {
    const isFull = this.#changes.length >= changesPerBatch || this.#changesSize + size > batchSize
    // A put of the session must be the first change of its batch.
    if (isFull || entry.type === "session") await this.#flush()
    this.#changes.push(replayChange(entry))
    this.#changesSize += size
    this.#count(entry)
    // A large one would be held while the next is read.
    if (this.#changesSize > batchSize) await this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#changes.length === 0) return
    const changes = this.#changes
    const batchId = this.#batchId(changes, this.#changesSize)
    this.#changes = []
    this.#changesSize = 0
    const { revision } = await this.#target.apply(this.#sessionId, changes, {
      batchId,
      expectedRevision: this.#revision,
      at: this.#updatedAt(),
    })
    this.#revision = revision
    if (this.#result.outcome === "unchanged") this.#result.outcome = "updated"
  }

  /** Also throws where the target was written to later than the source ever was: what it has is not the source's. */
  #updatedAt(): number {
    if (this.#existing !== null && this.#existing.updatedAt > this.#at) throw this.#conflict()
    return this.#at
  }

  /** The same for the same content, so that a batch whose answer was lost is not applied twice. */
  #batchId(changes: Change[], size: number): string {
    const last = changes.at(-1)?.revision
    const hash = createHash("sha256")
    hash.update(JSON.stringify([this.#sessionId, this.#salt, this.#revision, last]))
    for (const change of changes) {
      // Faster, and a copy of the whole.
      if (size <= batchSize) hash.update(JSON.stringify(change))
      else writeCanonicalJson(change, (piece) => hash.update(piece))
    }
    return `copy_${hash.digest("hex").slice(0, 56)}`
  }

  #count(entry: RecordedChange): void {
    if (entry.type === "message") {
      // Its early appearance is not counted.
      if (entry.message.revision === entry.revision) this.#result.messages += 1
    } else if (entry.type === "part") this.#result.parts += 1
    else if (entry.type === "file") this.#result.files += 1
    else if (entry.type !== "session") this.#result.removals += 1
  }

  #conflict(): SessionStorageError<"conflict"> {
    return new SessionStorageError(
      "conflict",
      `Session ${this.#sessionId} has changes here that its source does not have, and the other way round.`,
      { hint: "Nothing of it was changed. To take the source's, purge the session here and try again." },
    )
  }
}

/** Whether an export left something out of it, and said so. */
const isRedacted = ({ metadata }: Session): boolean => metadata.redacted !== undefined

interface Held {
  entry: RecordedChange
  size: number
}

async function* nothing(): AsyncGenerator<never> {}
