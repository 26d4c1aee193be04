import { setTimeout as delay } from "node:timers/promises"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { ApplyResult, Batch } from "../provider/batch.ts"
import type { Capabilities } from "../provider/capabilities.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { type TraceContext, type TracedOperation, traced } from "../tracing/tracing.ts"
import { checkBatch } from "../validation/check-batch.ts"
import { ChangeSignal } from "./change-signal.ts"
import type { AbortOptions } from "./until-aborted.ts"

/**
 * A provider as the parts of a store share it: every write is checked and announced, every call is traced, and nothing is
 * called any more once it is closed.
 */
export class ProviderHandle {
  readonly signal = new ChangeSignal()
  /** Writers that hold something that is not stored yet. */
  readonly writers = new Set<{ flush(options: AbortOptions): Promise<void> }>()
  readonly #provider: SessionProvider
  /** Ends pauses when the store closes. */
  readonly #closed = new AbortController()
  #closing: Promise<void> | undefined
  #ended: Promise<void> | undefined
  #followers = 0
  /** Ends that the provider tells of others' writes. */
  #unlisten: (() => void) | undefined

  constructor(provider: SessionProvider) {
    this.#provider = provider
  }

  get name(): string {
    return this.#provider.name
  }

  get location(): string {
    return this.#provider.location
  }

  get capabilities(): Capabilities {
    return this.#provider.capabilities
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  async apply(batch: Batch): Promise<ApplyResult> {
    try {
      checkBatch(batch)
      const context = { sessionId: batch.sessionId, changes: batch.changes.length }
      const result = await this.call("apply", (provider) => provider.apply(batch), context)
      this.signal.notify()
      return result
    } catch (error) {
      noteOutcome(error)
      throw error
    }
  }

  /** While somebody follows, `signal` also tells of others' writes where the provider can. Returns what ends that, to be called once. */
  follow(): () => void {
    this.#followers += 1
    if (this.#followers === 1 && !this.closed) this.#unlisten = this.#provider.listen?.(() => this.signal.notify())
    return () => {
      this.#followers -= 1
      if (this.#followers > 0) return
      this.#unlisten?.()
      this.#unlisten = undefined
    }
  }

  /** Waits before another try. Returns early when the store closes or `signal` aborts. */
  async pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const ended = signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, signal])
    await delay(milliseconds, undefined, { signal: ended }).catch(() => {})
  }

  /** Calls the provider. */
  async call<Result>(
    operation: TracedOperation,
    run: (provider: SessionProvider) => Promise<Result>,
    context: Omit<TraceContext, "provider"> = {},
  ): Promise<Result> {
    const provider = this.#open()
    try {
      return await traced(operation, { provider: provider.name, ...context }, () => run(provider))
    } catch (error) {
      // Of several purges, those before the one that failed are done.
      if (operation === "prune") noteOutcome(error, "unknown")
      else if (operation === "putProject") noteOutcome(error)
      throw error
    }
  }

  /** Fails with `unsupported` unless the provider claims the capability. */
  require(capability: keyof Capabilities): void {
    if (this.#provider.capabilities[capability]) return
    throw new SessionStorageError("unsupported", `The provider ${this.name} does not offer "${capability}".`, {
      hint: `Use a provider that does, such as sqlite, or do without: \`store.capabilities.${capability}\` tells beforehand.`,
    })
  }

  check() {
    return this.#open().check()
  }

  /** Waits until what writers were given is stored, and lets go of the provider, also when that fails. */
  close(options: AbortOptions = {}): Promise<void> {
    this.#ended ??= this.#end(options)
    return this.#ended
  }

  async #end(options: AbortOptions): Promise<void> {
    const flushed = [...this.writers].map((writer) => writer.flush(options))
    const outcomes = flushed.length === 0 ? [] : await Promise.allSettled(flushed)
    this.#closing = this.#provider.close().finally(() => this.signal.close())
    this.#closed.abort()
    await this.#closing
    const failed = outcomes.find((outcome) => outcome.status === "rejected")
    if (failed !== undefined) throw failed.reason
  }

  #open(): SessionProvider {
    if (this.closed) throw new SessionStorageError("closed", "The store was closed.")
    return this.#provider
  }
}
