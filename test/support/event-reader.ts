/** Less than the server's sign of life takes, at which it also looks for changes: an event must come because it happened. */
const soonMilliseconds = 12_000

/** What the reader looks at of an event's data. */
interface OfSession {
  sessionId: string
}

/** Follows a server's stream of changes, as a browser's EventSource does. */
export class EventReader<Data extends OfSession> {
  readonly #ending = new AbortController()
  readonly #waiting = new Set<() => void>()
  /** What came so far, with the time at which it came. */
  readonly events: { name: string; data: Data; at: number }[] = []
  /** The position from which another reader would go on. */
  lastEventId: string | undefined
  #ended: Promise<void> = Promise.resolve()

  /** Connects, and returns when the position is known. */
  static async open<Data extends OfSession>(address: string, lastEventId?: string): Promise<EventReader<Data>> {
    const reader = new EventReader<Data>()
    reader.lastEventId = lastEventId
    const response = await fetch(new URL("/api/events", address), {
      headers: lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId },
      signal: reader.#ending.signal,
    })
    if (!response.ok || response.body === null) throw new Error(`The stream answered ${response.status}.`)
    reader.#ended = reader.#read(response.body)
    if (lastEventId === undefined) await reader.until(() => reader.lastEventId !== undefined)
    return reader
  }

  /** Returns when something holds, at the event that makes it hold. */
  async until(holds: () => boolean, milliseconds = soonMilliseconds): Promise<void> {
    const timeout = AbortSignal.timeout(milliseconds)
    while (!holds()) {
      if (timeout.aborted) throw new Error(`It did not come over the stream within ${milliseconds} ms.`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          timeout.removeEventListener("abort", wake)
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
        timeout.addEventListener("abort", wake)
      })
    }
  }

  /** The newest event of a session that is as wanted. */
  async event(sessionId: string, wanted: (event: Data) => boolean = () => true): Promise<Data> {
    const find = () => this.events.findLast(({ data }) => data.sessionId === sessionId && wanted(data))
    await this.until(() => find() !== undefined)
    const found = find()
    if (found === undefined) throw new Error("It was there a moment ago.")
    return found.data
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#ended
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ""
    try {
      for await (const chunk of body) {
        rest += decoder.decode(chunk, { stream: true })
        const blocks = rest.split("\n\n")
        rest = blocks.pop() ?? ""
        for (const block of blocks) this.#accept(block)
        const waiting = [...this.#waiting]
        for (const wake of waiting) wake()
      }
    } catch {
      // It was dropped, here or there. Whoever waits for more learns that it does not come.
    }
  }

  #accept(block: string): void {
    const fields = new Map(
      block.split("\n").map((line): [string, string] => {
        const colon = line.indexOf(":")
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
      }),
    )
    const id = fields.get("id")
    if (id !== undefined) this.lastEventId = id
    const data = fields.get("data")
    if (data !== undefined) {
      this.events.push({ name: fields.get("event") ?? "message", data: JSON.parse(data), at: performance.now() })
    }
  }
}
