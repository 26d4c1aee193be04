import type { Source } from "../source/source.ts"

/** What is known of a session that was imported. */
export interface KnownSession {
  /** The source's `activity` of it; null where it has none. */
  activity: string | null
  /** The source's `stamp` of it; null where only its activity was looked at since. */
  stamp: string | null
}

/** Keeps what is known of the sessions of a source, by their ids. A `Map` does. */
export interface KnownSessions extends Iterable<[id: string, known: KnownSession]> {
  get(id: string): KnownSession | undefined
  set(id: string, known: KnownSession): void
  delete(id: string): void
}

/**
 * Tells which sessions of a source have changed since they were last imported. The source's log says it cheaply of what the program
 * itself wrote; a thorough look also finds what others did.
 */
export class ChangedSessions {
  readonly #known: KnownSessions
  readonly #held = new Set<string>()
  #found = new Map<string, KnownSession>()

  constructor(known: KnownSessions = new Map()) {
    this.#known = known
  }

  /** The ids of what has changed, and of what is gone; null where the source cannot tell: then all are compared. */
  of(source: Source, { thorough }: { thorough: boolean }): string[] | null {
    const log = source.activity?.() ?? null
    // The first versions keep no log: what an empty one does not tell of may be anything.
    const activity = log?.size === 0 ? null : log
    const stamps = thorough || activity === null ? (source.stamps?.() ?? null) : null
    if (activity === null && stamps === null) return null
    this.#found = new Map()
    const changed: string[] = []
    for (const id of (stamps ?? activity)?.keys() ?? []) {
      if (this.#held.has(id)) continue
      const now: KnownSession = { activity: activity?.get(id) ?? null, stamp: stamps?.get(id) ?? null }
      const known = this.#known.get(id)
      const isSame = known !== undefined && known.activity === now.activity
      if (isSame && (now.stamp === null || known.stamp === now.stamp)) continue
      // The log has said what was written since, and that is imported.
      if (isSame && known.stamp === null) this.#known.set(id, now)
      else {
        changed.push(id)
        this.#found.set(id, now)
      }
    }
    for (const [id, known] of this.#known) {
      const isGone = stamps === null ? known.activity !== null && activity?.has(id) === false : !stamps.has(id)
      if (!isGone) continue
      changed.push(id)
      // It is still there where only its log is gone.
      this.#found.set(id, { activity: null, stamp: stamps?.get(id) ?? null })
    }
    return changed
  }

  /** Leaves a session out until `release`. */
  hold(id: string): void {
    this.#held.add(id)
  }

  /** The sessions that were left out count as changed again. */
  release(): void {
    this.#held.clear()
  }

  /** A session that was found changed is in the store. */
  accept(id: string): void {
    const found = this.#found.get(id)
    if (found !== undefined) this.#known.set(id, found)
  }

  /** A session that was found changed is in the source no more. A log may still tell of it. */
  acceptGone(id: string): void {
    const found = this.#found.get(id)
    if (found?.activity == null) this.#known.delete(id)
    else this.#known.set(id, found)
  }
}
