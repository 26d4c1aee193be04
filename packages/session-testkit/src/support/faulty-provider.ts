import { type ApplyResult, type Batch, type SessionProvider, SessionStorageError } from "@opencode/session-core"

/** What happens to a write on its way. */
export interface Fault {
  /** Milliseconds that it takes. */
  delay?: number
  /** `before`: it does not arrive. `after`: it is applied, and the answer is lost. */
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
    const apply = (batch: Batch) => this.#send(target, batch, faultOf(batch, this.batches.length))
    this.provider = new Proxy(target, {
      get(provider, name) {
        if (name === "apply") return apply
        const value: unknown = Reflect.get(provider, name)
        return typeof value === "function" ? value.bind(provider) : value
      },
    })
  }

  async #send(target: SessionProvider, batch: Batch, { delay = 0, lost }: Fault): Promise<ApplyResult> {
    // Callers may go on to change what they have sent.
    this.batches.push(structuredClone(batch))
    this.pending += 1
    this.mostPending = Math.max(this.mostPending, this.pending)
    try {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
      if (lost === "before") throw new SessionStorageError("unavailable", "The test lost the request.")
      const result = await target.apply(batch)
      if (lost === "after") throw new SessionStorageError("unavailable", "The test lost the answer.")
      return result
    } finally {
      this.pending -= 1
    }
  }
}
