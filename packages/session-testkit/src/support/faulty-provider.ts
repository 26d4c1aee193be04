import { setTimeout as sleep } from "node:timers/promises"
import {
  type ApplyResult,
  type Batch,
  type SessionProvider,
  SessionStorageError,
} from "@opencode/session-core/provider"
import { replacing } from "./replacing.ts"

/** What happens to a write on its way. */
export interface Fault {
  /** Milliseconds that it takes. */
  delay?: number
  /** It does not get through before that. */
  held?: Promise<void>
  /** `before`: it does not arrive. `after`: it is applied, and its receipt is lost. */
  lost?: "before" | "after"
}

/** A provider behind a bad network: it counts and remembers what is sent, and does to it what the test says. */
export class FaultyProvider {
  readonly batches: Batch[] = []
  /** How many writes are under way. */
  pending = 0
  mostPending = 0
  readonly provider: SessionProvider

  constructor(target: SessionProvider, faultOf: (batch: Batch, index: number) => Fault = () => ({})) {
    this.provider = replacing(target, {
      apply: (batch) => this.#send(target, batch, faultOf(batch, this.batches.length)),
    })
  }

  async #send(target: SessionProvider, batch: Batch, { delay = 0, held, lost }: Fault): Promise<ApplyResult> {
    // Callers may go on to change what they have sent.
    this.batches.push(structuredClone(batch))
    this.pending += 1
    this.mostPending = Math.max(this.mostPending, this.pending)
    try {
      if (delay > 0) await sleep(delay)
      await held
      if (lost === "before") throw new SessionStorageError("unavailable", "The test lost the request.")
      const result = await target.apply(batch)
      if (lost === "after") throw new SessionStorageError("unavailable", "The test lost the receipt.")
      return result
    } finally {
      this.pending -= 1
    }
  }
}
