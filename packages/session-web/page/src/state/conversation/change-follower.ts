import { batch } from "@preact/signals"
import type { Change, ChangesPage } from "../../api/types.ts"
import { SingleFlight } from "./single-flight.ts"

interface ChangeFollowerOptions {
  /** Reads what changed after a revision. */
  read: (since: number) => Promise<ChangesPage>
  apply: (change: Change) => void
  /** Told why the changes could not be read, and of null once they could. */
  report: (problem: unknown) => void
}

/** Keeps what is shown of a session up to a revision: reads what changed since, one request at a time. */
export class ChangeFollower {
  readonly #options: ChangeFollowerOptions
  readonly #following = new SingleFlight()
  #revision: number | null = null
  #wanted = 0

  constructor(options: ChangeFollowerOptions) {
    this.#options = options
  }

  /** The revision that is shown; null before anything is. */
  get revision(): number | null {
    return this.#revision
  }

  /** Says that everything was read at this revision, and takes over what was heard of since. */
  begin(revision: number): Promise<void> {
    this.#revision = revision
    return this.follow(revision)
  }

  /** Takes over what happened up to this revision. What is heard of before anything is shown waits for that. */
  follow(revision: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, revision)
    if (this.#revision === null || (this.#wanted <= this.#revision && this.#following.running === null)) {
      return Promise.resolve()
    }
    return this.#following.run(() => this.#readChanges())
  }

  /** Reads once more what changed since a revision: of messages that came later, changes were passed over. */
  async repeat(since: number): Promise<void> {
    while (this.#following.running !== null) await this.#following.running
    if (this.#revision === null || this.#revision <= since) return
    const wanted = this.#revision
    this.#revision = since
    await this.follow(wanted)
  }

  async #readChanges(): Promise<void> {
    const { read, apply, report } = this.#options
    try {
      let complete = true
      while (!complete || this.#wanted > (this.#revision ?? 0)) {
        const since = this.#revision ?? 0
        const page = await read(since)
        batch(() => page.changes.forEach(apply))
        // What is wanted was heard of, and is not there: nothing comes of asking again.
        if (page.complete && page.since <= since) break
        this.#revision = page.since
        complete = page.complete
      }
      report(null)
    } catch (problem) {
      report(problem)
    }
  }
}
