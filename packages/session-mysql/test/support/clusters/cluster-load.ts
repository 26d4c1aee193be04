import { setTimeout as sleep } from "node:timers/promises"
import { createSessionStore, SessionStorageError, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { expect } from "vitest"
import { provider } from "../../../src/index.ts"
import { optionsOf } from "../options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }
const scope = { projectId: "p" }
const sessionCount = 6
const writerCount = 4
const wordsPerReply = 40
/** How long a watch may take to tell of the last change once all nodes have it, milliseconds. */
const longestWatch = 60_000

/** A message that a store has acknowledged. */
export interface Acknowledged {
  id: string
  /** All that it says. No other message says the same. */
  words: string
}

/** A batch as it was sent. */
export interface SentBatch {
  sessionId: string
  /** How many revisions it takes. */
  size: number
  /** Null until it is acknowledged. */
  revision: number | null
}

/** Writers and watchers of a cluster, while something happens to it. */
export class ClusterLoad {
  readonly sessionIds: string[] = []
  readonly acknowledged: Acknowledged[] = []
  /** By their ids. */
  readonly batches = new Map<string, SentBatch>()
  /** What callers and watchers saw besides their answers. */
  readonly errors: string[] = []
  /** Of any call, milliseconds. */
  longest = 0
  /** Revisions that a watch told of after later ones. */
  wentBack = 0

  readonly #stores: SessionStore[] = []
  readonly #working: Promise<void>[] = []
  readonly #watching: Promise<void>[] = []
  /** The last revision that each watch has told of. */
  readonly #watched: Map<string, number>[] = []
  readonly #stopped = new AbortController()
  readonly #unwatched = new AbortController()

  /** Starts writing through one DSN, and watching through each of several; returns when every writer has written. */
  static async start(writeTo: string, watchAt: string[], connectionTimeout: number): Promise<ClusterLoad> {
    const load = new ClusterLoad()
    const first = await load.#open(writeTo, connectionTimeout)
    for (let index = 0; index < sessionCount; index += 1) {
      load.sessionIds.push((await first.sessions.create({ title: `Session ${index}` })).id)
    }
    for (const dsn of watchAt) load.#watch(await load.#open(dsn, connectionTimeout))
    for (let number = 0; number < writerCount; number += 1) {
      const store = await load.#open(writeTo, connectionTimeout)
      load.#working.push(load.#append(store, `a${number}`), load.#stream(store, `s${number}`))
    }
    await expect.poll(() => load.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(2 * writerCount)
    return load
  }

  /** Has every writer end what it is at. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await Promise.all(this.#working)
  }

  /** Waits until every watch has told of the last change of each session; how many have not. */
  async endWatching(revisions: ReadonlyMap<string, number>): Promise<number> {
    const missing = () =>
      this.#watched.reduce(
        (sum, seen) => sum + [...revisions].filter(([id, revision]) => seen.get(id) !== revision).length,
        0,
      )
    await expect
      .poll(missing, { timeout: longestWatch })
      .toBe(0)
      .catch(() => {})
    const count = missing()
    this.#unwatched.abort()
    await Promise.all(this.#watching)
    for (const store of this.#stores) await store.close()
    return count
  }

  async #open(dsn: string, connectionTimeout: number): Promise<SessionStore> {
    const opened = await provider.open(optionsOf({ dsn, connectionTimeout }), context)
    const store = createSessionStore({ provider: this.#recording(opened), scope, author: null })
    this.#stores.push(store)
    return store
  }

  /** The provider, whose batches are noted. */
  #recording(opened: SessionProvider): SessionProvider {
    const apply: SessionProvider["apply"] = async (batch) => {
      const sent: SentBatch = { sessionId: batch.sessionId, size: batch.changes.length, revision: null }
      this.batches.set(batch.id, sent)
      const receipt = await opened.apply(batch)
      sent.revision = receipt.revision
      return receipt
    }
    return new Proxy(opened, {
      get: (target, name) => (name === "apply" ? apply : Reflect.get(target, name)),
    })
  }

  async #append(store: SessionStore, name: string): Promise<void> {
    for (let index = 0; !this.#stopped.signal.aborted; index += 1) {
      const words = `${name}-${index}`
      await this.#call(words, async () => {
        const { id } = await store.messages.append(this.#session(index), {
          role: "user",
          usage: { input: 1 },
          parts: [{ type: "text", text: words }],
        })
        return id
      })
      await sleep(25)
    }
  }

  async #stream(store: SessionStore, name: string): Promise<void> {
    for (let index = 0; !this.#stopped.signal.aborted; index += 1) {
      const reply = store.messages.stream(this.#session(index), { role: "assistant" })
      let words = `${name}-${index}`
      reply.text(words)
      for (let word = 0; word < wordsPerReply && !this.#stopped.signal.aborted; word += 1) {
        words += ` ${word}`
        reply.text(` ${word}`)
        await sleep(40)
      }
      await this.#call(words, async () => {
        await reply.complete()
        return reply.id
      })
    }
  }

  async #call(words: string, write: () => Promise<string>): Promise<void> {
    const started = performance.now()
    try {
      this.acknowledged.push({ id: await write(), words })
    } catch (error) {
      this.#failed(error)
    }
    this.longest = Math.max(this.longest, performance.now() - started)
  }

  #watch(store: SessionStore): void {
    const seen = new Map<string, number>()
    this.#watched.push(seen)
    const signal = this.#unwatched.signal
    for (const id of this.sessionIds) {
      const watching = async () => {
        for await (const { revision } of store.sessions.watch(id, { since: 0, signal })) {
          if (revision < (seen.get(id) ?? 0)) this.wentBack += 1
          seen.set(id, revision)
        }
      }
      this.#watching.push(watching().catch((error) => this.#failed(error)))
    }
  }

  #failed(error: unknown): void {
    this.errors.push(SessionStorageError.isInstance(error) ? error.code : String(error))
  }

  #session(index: number): string {
    return this.sessionIds[index % this.sessionIds.length] ?? ""
  }
}
