import type { RecordedChange } from "../provider/recorded-change.ts"
import { equalJson } from "./equal-json.ts"
import { contentOf } from "./replay-change.ts"

/** How one session's history in two stores relates, seen from the target. */
export type HistoryRelation =
  | "equal"
  /** The source went on where the target ends. */
  | "behind"
  /** The target went on where the source ends. */
  | "ahead"
  /** Each has changes that the other does not have. */
  | "diverged"

/**
 * Compares the feeds of one session in two stores, as a merge of two ascending streams: memory holds only the ids of what
 * one side has changed again since.
 *
 * Up to the lower of the two last revisions, both feeds must have the same entries with the same content, except that an
 * entry may be missing on the side that changed the same thing later. What it cannot see: the target changed something at
 * a revision at which the source changed the very same thing, and the source changed it once more since.
 */
export class HistoryComparison {
  readonly #target: AsyncIterator<RecordedChange>
  #next: RecordedChange | null = null
  #started = false
  readonly #sourceOnly: Superseded = new Map()
  readonly #targetOnly: Superseded = new Map()
  #sourceIsNewer = false
  #sessionDiffers = false
  #diverged = false

  /** `target` is its feed from the same revision as the source's. */
  constructor(target: AsyncIterable<RecordedChange>) {
    this.#target = target[Symbol.asyncIterator]()
  }

  /** Whether the target has nothing that the source must still account for: what comes from the source may be applied. */
  get settled(): boolean {
    return !this.#diverged && !this.#sessionDiffers && this.#targetOnly.size === 0
  }

  get diverged(): boolean {
    return this.#diverged
  }

  /** Takes the source's next entry. Returns whether it is new to the target. */
  async accept(entry: RecordedChange): Promise<boolean> {
    await this.#start()
    while (this.#next !== null && this.#next.revision < entry.revision) await this.#acceptTargetOnly(this.#next)
    if (this.#next === null) return this.#acceptNew(entry)
    if (this.#next.revision > entry.revision) {
      this.#strike(this.#targetOnly, entry)
      if (isLast(entry)) remember(this.#sourceOnly, entry)
      return false
    }
    this.#acceptBoth(entry, this.#next)
    await this.#advance()
    return false
  }

  /** Tells how the two relate, after the source's last entry. */
  async end(): Promise<HistoryRelation> {
    await this.#start()
    const targetIsNewer = this.#next !== null
    // What the target lacks of the source, it may have changed later itself; the other way round is over.
    const unaccounted = this.#targetOnly.size
    while (this.#next !== null) await this.#acceptTargetOnly(this.#next)
    if (this.#diverged || this.#sessionDiffers || unaccounted > 0 || this.#sourceOnly.size > 0) return "diverged"
    if (this.#sourceIsNewer) return "behind"
    return targetIsNewer ? "ahead" : "equal"
  }

  #acceptNew(entry: RecordedChange): boolean {
    this.#sourceIsNewer = true
    // The target is at its end: it cannot account for what it lacks any more.
    if (this.#sourceOnly.size > 0) this.#diverged = true
    this.#strike(this.#targetOnly, entry)
    return true
  }

  #acceptBoth(source: RecordedChange, target: RecordedChange): void {
    this.#strike(this.#targetOnly, source)
    this.#strike(this.#sourceOnly, target)
    if (keyOf(source) !== keyOf(target)) {
      this.#diverged = true
    } else if (source.type === "session") {
      // Either may be an early appearance of what has changed since: a later entry of one of them must account for it.
      this.#sessionDiffers = !equalJson(contentOf(source), contentOf(target))
    } else if (isLast(source) && isLast(target)) {
      if (!equalJson(contentOf(source), contentOf(target))) this.#diverged = true
    } else if (isLast(target)) {
      remember(this.#targetOnly, target)
    } else if (isLast(source)) {
      remember(this.#sourceOnly, source)
    }
  }

  async #acceptTargetOnly(target: RecordedChange): Promise<void> {
    this.#strike(this.#sourceOnly, target)
    if (isLast(target)) remember(this.#targetOnly, target)
    await this.#advance()
  }

  /** An entry of one side accounts for an earlier state of the same thing on the other. */
  #strike(superseded: Superseded, entry: RecordedChange): void {
    if (entry.type === "session") this.#sessionDiffers = false
    superseded.delete(keyOf(entry))
    if (entry.type !== "message.removed") return
    // Its parts went with it, without an entry of their own.
    for (const [key, messageId] of superseded) if (messageId === entry.messageId) superseded.delete(key)
  }

  async #start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    await this.#advance()
  }

  async #advance(): Promise<void> {
    // Its content may be large, and is not held while the next one is read.
    this.#next = null
    const result = await this.#target.next()
    this.#next = result.done ? null : result.value
  }
}

/** What one side has and the other must have changed later: its key, and the message it belongs to. */
type Superseded = Map<string, string | null>

const remember = (superseded: Superseded, entry: RecordedChange): void => {
  superseded.set(keyOf(entry), messageOf(entry))
}

/** Whether this is the newest state of what changed, at its own revision: a message appears at its first one too. */
function isLast(entry: RecordedChange): boolean {
  return entry.type !== "message" || entry.message.revision === entry.revision
}

/** What an entry is about. A tombstone is about the same thing as what it removed. */
function keyOf(entry: RecordedChange): string {
  switch (entry.type) {
    case "session":
      return "session"
    case "message":
      return JSON.stringify(["message", entry.message.id])
    case "message.removed":
      return JSON.stringify(["message", entry.messageId])
    case "part":
      return JSON.stringify(["part", entry.part.messageId, entry.part.id])
    case "part.removed":
      return JSON.stringify(["part", entry.messageId, entry.partId])
    case "file":
      return JSON.stringify(["file", entry.file.path, entry.file.version])
    case "file.removed":
      return JSON.stringify(["file", entry.path, entry.version])
  }
}

function messageOf(entry: RecordedChange): string | null {
  if (entry.type === "part") return entry.part.messageId
  return entry.type === "part.removed" ? entry.messageId : null
}
