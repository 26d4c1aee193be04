import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises"
import type { MessageWriter, SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { Random } from "../content/random.ts"
import { prose } from "../content/texts.ts"
import { storeOf } from "./open-store.ts"

const deltaCount = 5000
const charactersPerDelta = 5
/** About as fast as the fastest models speak. */
const deltasPerMillisecond = 1

/** A reply of 25 KB, as a model speaks it. */
export function deltasOfReply(): string[] {
  const text = prose(new Random(11), deltaCount * charactersPerDelta)
  return Array.from({ length: deltaCount }, (_, index) =>
    text.slice(index * charactersPerDelta, (index + 1) * charactersPerDelta).toWellFormed(),
  )
}

/** A store with a session, whose provider counts its writes and takes its time for each. */
export class Feed {
  writes = 0
  readonly store: SessionStore
  #sessionId = ""
  #reply: MessageWriter | undefined

  constructor(provider: SessionProvider, milliseconds: number) {
    const apply: SessionProvider["apply"] = async (batch) => {
      this.writes += 1
      if (milliseconds > 0) await delay(milliseconds)
      return provider.apply(batch)
    }
    const slowProvider = new Proxy(provider, {
      get(target, name) {
        if (name === "apply") return apply
        const value: unknown = Reflect.get(target, name)
        // Some providers are classes with private fields, which only their own object has.
        return typeof value === "function" ? value.bind(target) : value
      },
    })
    this.store = storeOf(slowProvider)
  }

  static async into(provider: SessionProvider, milliseconds: number): Promise<Feed> {
    const feed = new Feed(provider, milliseconds)
    const { id } = await feed.store.sessions.create({ title: "A long answer" })
    feed.#sessionId = id
    return feed
  }

  begin(): MessageWriter {
    this.#reply = this.store.messages.stream(this.#sessionId, { role: "assistant" })
    return this.#reply
  }

  /** Ends the reply that was begun, if any. */
  async complete(): Promise<void> {
    await this.#reply?.complete()
    this.#reply = undefined
  }
}

/** As fast as it goes, with a turn of the event loop after each: whatever wants to make the producer wait can do so. */
export async function feedAtOnce(reply: MessageWriter, deltas: string[]): Promise<void> {
  for (const delta of deltas) {
    reply.text(delta)
    await nextTurn()
  }
}

/** As they come from a model: those that are due, then a pause. `look` is called now and then. */
export async function feedPaced(reply: MessageWriter, deltas: string[], look?: () => void): Promise<void> {
  const start = performance.now()
  for (let fed = 0, looked = 0; fed < deltas.length; ) {
    const due = Math.min(deltas.length, Math.ceil((performance.now() - start) * deltasPerMillisecond))
    for (; fed < due; fed += 1) reply.text(deltas[fed] ?? "")
    if (fed - looked >= 450) {
      look?.()
      looked = fed
    }
    await delay(1)
  }
}
