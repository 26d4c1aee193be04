import { setImmediate as nextTurn } from "node:timers/promises"
import type { SessionProvider } from "@opencode/session-core/provider"
import { replacing } from "./replacing.ts"
import { until } from "./until.ts"

/** The longest that a watcher may rest between two looks, milliseconds: with the look itself, a change is seen in a second. */
const longestRest = 900

/**
 * Counts how often watchers look at a provider's feeds. What a watcher is late for because the machine is busy it is not blamed
 * for: its looks are counted, and its rests are compared with a timer that began with them and is as late as its own.
 */
export class CountedLooks {
  readonly provider: SessionProvider
  begun = 0
  ended = 0
  /** Rests that were too long. */
  late = 0
  #rest: NodeJS.Timeout | undefined

  constructor(provider: SessionProvider) {
    const counted =
      <Query, Page>(look: (query: Query) => Promise<Page>) =>
      async (query: Query): Promise<Page> => {
        clearTimeout(this.#rest)
        this.begun += 1
        try {
          return await look(query)
        } finally {
          this.ended += 1
          this.#rest = setTimeout(() => {
            this.late += 1
          }, longestRest)
          // Nobody waits for the last one.
          this.#rest.unref()
        }
      }
    this.provider = replacing(provider, {
      sessionChanges: counted((query) => provider.sessionChanges(query)),
      changes: counted((query) => provider.changes(query)),
    })
  }

  /** Returns when watchers have looked so often, and all of them rest. */
  async resting(looks = 1): Promise<void> {
    // A watcher that was just asked for more begins a look in this turn.
    await nextTurn()
    await until("the watcher rests", () => this.ended >= looks && this.begun === this.ended)
  }
}
