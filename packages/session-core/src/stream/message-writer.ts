import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { TooLargeError } from "../errors/too-large-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { JsonObject, JsonValue } from "../model/json.ts"
import { type MessageFields, type MessageWithParts, messageFieldsOf } from "../model/message.ts"
import { type PartInput, partFields } from "../model/message-input.ts"
import { isPart, type Part, type PartFields } from "../model/part.ts"
import { type UsageInput, usageOf } from "../model/usage.ts"
import type { Change } from "../provider/change.ts"
import { checkKeys } from "../validation/check-keys.ts"
import { checkPartInput } from "../validation/check-part-input.ts"
import { checkUsage } from "../validation/check-usage.ts"
import { sendWithRetries } from "./send-with-retries.ts"
import { writeInterval } from "./write-interval.ts"

/** How a message ends. */
export interface CompleteOptions {
  /** What it took. Absent token counts are 0. */
  usage?: UsageInput | undefined
  /** Why it failed, when it did: JSON, or what was thrown, of which name and message are kept. */
  error?: JsonValue | Error | undefined
  /** Replaces the message's metadata. */
  metadata?: JsonObject | undefined
  /** Ends the wait, not the message: what is not stored yet stays with the writer, which goes on trying. */
  signal?: AbortSignal | undefined
}

/** A batch that is on its way, or whose answer was lost: it keeps its id until it is known to be in. */
interface Sending {
  batchId: string
  at: number
  changes: Change[]
  /** Up to which of what was given it stores. */
  upTo: number
}

/** What a writer that goes on must know of the parts that are stored. */
interface StoredParts {
  /** When each of them began, by its id. */
  beginnings: Map<string, number>
  /** The last one, loaded: the text goes on in it. */
  last: Part | null
}

/** Characters that a writer keeps during an outage, at most. */
const unstoredLimit = 64 * 1024 * 1024

/**
 * Writes a message as a model speaks. What comes in between two writes is put together, one write is under way at a time,
 * and the code that feeds it never waits for the database: `text`, `reasoning` and `part` return at once. What `flush` and
 * `complete` return for is durable.
 *
 * An outage is waited out for a quarter of an hour: the writer keeps what it is given and tries again, and `flush` and
 * `complete` return when it is stored. Then they throw the last failure; the writer still has everything, and tries again
 * with the next text or flush. Closing the store ends it.
 *
 * Memory holds the part that is being written and what is not stored yet: during an outage 64 Mi characters at most, over
 * which the writer fails with `too_large`.
 */
export class MessageWriter implements AsyncDisposable {
  /** The message's id. */
  readonly id: string
  /** The session that it belongs to. */
  readonly sessionId: string
  readonly #context: StoreContext
  #message: MessageFields
  #messageChanged: boolean
  /** The text or reasoning that the next delta goes to. */
  #open: PartFields | undefined
  /** Parts that the database does not have as they are now, in the order of their first change. */
  #changed = new Map<string, PartFields>()
  #sending: Sending | undefined
  /** Counts what was given, and how much of it is stored. */
  #given = 1
  #stored = 0
  #running = false
  /** Resolves when the write that is under way ends, with why it failed. */
  #written = Promise.withResolvers<unknown>()
  /** When the parts that were given whole began: one that is given again keeps its beginning. */
  #beginnings = new Map<string, number>()
  #lastStart = 0
  /** Set while somebody waits: the next write then does not wait for its time. */
  #hurry: (() => void) | undefined
  #flushing = 0
  #failure: unknown
  #ended = false
  /** Lengths of the parts that were given during the outage; undefined while writes succeed. */
  #unstored: { lengths: Map<string, number>; total: number } | undefined

  /** @internal Applications get one from `store.messages.stream`. */
  constructor(context: StoreContext, sessionId: string, message: MessageFields) {
    this.#context = context
    this.sessionId = sessionId
    this.id = message.id
    this.#message = message
    this.#messageChanged = true
    this.#wake()
  }

  /** Lets the store's `close` wait for what was given, until it is stored, or its writer was told that it cannot be. */
  #isWaitedFor(isWaitedFor: boolean): void {
    const { writers } = this.#context.provider
    if (isWaitedFor) writers.add(this)
    else writers.delete(this)
  }

  /** @internal Applications get one from `store.messages.resume`. */
  static resume(context: StoreContext, message: MessageWithParts, { beginnings, last }: StoredParts): MessageWriter {
    const writer = new MessageWriter(context, message.sessionId, {
      ...messageFieldsOf(message),
      completedAt: null,
      error: null,
    })
    writer.#beginnings = beginnings
    if (last !== null && (isPart(last, "text") || isPart(last, "reasoning"))) {
      const { id, messageId, type, data, createdAt, updatedAt } = last
      writer.#open = { id, messageId, type, data, createdAt, updatedAt }
    }
    return writer
  }

  /** Why writing failed for good; undefined while it has not. */
  get failure(): unknown {
    return this.#failure
  }

  /** Adds to the text; begins a new text part after anything else. */
  text(delta: string): void {
    this.#append("text", delta)
  }

  /** Adds to what the model thinks; begins a new reasoning part after anything else. */
  reasoning(delta: string): void {
    this.#append("reasoning", delta)
  }

  /** Writes a whole part, or replaces the one with the given id: a tool call as it goes on. Returns the part's id. */
  part(input: PartInput): string {
    this.#assertOpen()
    checkPartInput(input)
    const part = partFields(this.id, input)
    part.createdAt = this.#beginnings.get(part.id) ?? part.createdAt
    this.#beginnings.set(part.id, part.createdAt)
    this.#closeText()
    this.#change(part, this.#unstored === undefined ? 0 : lengthOf(part.data))
    return part.id
  }

  /**
   * Returns when all that was given so far is stored, whatever is given meanwhile. Throws why it could not be, or the reason of
   * `signal` when that aborts first.
   */
  flush({ signal }: AbortOptions = {}): Promise<void> {
    return untilAborted(signal, () => this.#flush(signal))
  }

  async #flush(signal?: AbortSignal): Promise<void> {
    const upTo = this.#given
    this.#flushing += 1
    try {
      while (this.#failure === undefined && this.#stored < upTo && signal?.aborted !== true) {
        this.#wake()
        this.#hurry?.()
        const problem = await this.#written.promise
        if (problem !== undefined) throw problem
      }
      if (this.#failure !== undefined) throw this.#failure
    } finally {
      this.#flushing -= 1
      // Its caller knows now.
      if (this.#failure !== undefined) this.#isWaitedFor(false)
    }
  }

  /** Ends the message and returns when it is stored. When that fails for the moment or is aborted, it may be called again. */
  async complete(options: CompleteOptions = {}): Promise<void> {
    if (!this.#ended) {
      checkCompleteOptions(options)
      this.#ended = true
      this.#closeText()
      const now = Date.now()
      this.#message = {
        ...this.#message,
        usage: options.usage === undefined ? this.#message.usage : usageOf(options.usage),
        error: errorValue(options.error) ?? this.#message.error,
        metadata: options.metadata ?? this.#message.metadata,
        updatedAt: now,
        completedAt: now,
      }
      this.#messageChanged = true
      this.#given += 1
    }
    await this.flush({ signal: options.signal })
  }

  /**
   * Stores what was given so far, as `flush` does, without ending the message: `await using` then loses nothing when the code
   * that feeds the writer throws, and `messages.resume` can go on with it.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush()
  }

  /**
   * Ends the message with an error, and returns when it is stored. Of what was thrown, name and message are kept, without its stack:
   * readers see it.
   *
   * @example
   * ```ts
   * try {
   *   for await (const delta of model) reply.text(delta)
   *   await reply.complete()
   * } catch (error) {
   *   await reply.fail(error instanceof Error ? error : String(error))
   * }
   * ```
   */
  fail(error: JsonValue | Error, options: Omit<CompleteOptions, "error"> = {}): Promise<void> {
    return this.complete({ ...options, error })
  }

  #append(type: "text" | "reasoning", delta: string): void {
    this.#assertOpen()
    // It would never be stored: it must not fill the memory either.
    if (this.#failure !== undefined) return
    if (this.#open?.type !== type) {
      this.#closeText()
      const content = { text: "", time: { start: Date.now() } }
      this.#open = partFields(this.id, type === "text" ? { type, ...content } : { type, ...content })
    }
    const open = this.#open
    const text = `${open.data.text}${delta}`
    open.data = { ...open.data, text }
    this.#change(open, text.length)
  }

  #closeText(): void {
    const open = this.#open
    if (open === undefined) return
    this.#open = undefined
    const time = open.data.time as JsonObject | undefined // Ours, or a source's span: an object when it is there.
    open.data = { ...open.data, time: { ...time, end: Date.now() } }
    this.#change(open)
  }

  /** `length` is how much the part holds, where it changed. */
  #change(part: PartFields, length?: number): void {
    if (this.#failure !== undefined) return
    if (length !== undefined) this.#count(part.id, length)
    part.updatedAt = Date.now()
    this.#changed.set(part.id, part)
    this.#given += 1
    this.#wake()
  }

  /** Fails for good over the limit: it is better to lose one reply than the process with all of them. */
  #count(partId: string, length: number): void {
    const unstored = this.#unstored
    if (unstored === undefined) return
    unstored.total += length - (unstored.lengths.get(partId) ?? 0)
    unstored.lengths.set(partId, length)
    if (unstored.total <= unstoredLimit) return
    this.#giveUp(new TooLargeError(`What could not be stored of message ${this.id}`, unstored.total, unstoredLimit))
  }

  #assertOpen(): void {
    if (this.#ended) throw new SessionStorageError("closed", `Message ${this.id} was completed.`)
  }

  #isBehind(): boolean {
    return this.#messageChanged || this.#changed.size > 0 || this.#sending !== undefined
  }

  #wake(): void {
    if (this.#running || this.#failure !== undefined || !this.#isBehind()) return
    this.#running = true
    this.#isWaitedFor(true)
    // Never fails, since nobody may be waiting.
    void this.#run()
  }

  /** Writes until nothing is left, or until a write fails. */
  async #run(): Promise<void> {
    let problem: unknown
    while (problem === undefined && this.#isBehind()) {
      await this.#untilDue()
      this.#lastStart = Date.now()
      problem = await this.#send(this.#takeBatch())
      this.#running = problem === undefined && this.#isBehind()
      const { resolve } = this.#written
      this.#written = Promise.withResolvers()
      resolve(problem)
    }
  }

  /** Sends a batch until it is known to be in. Returns why it is not. */
  async #send({ batchId, at, changes, upTo }: Sending): Promise<unknown> {
    try {
      await sendWithRetries(() => this.#apply(changes, { batchId, at }), {
        pause: (milliseconds) => this.#context.provider.pause(milliseconds),
        onFailure: () => {
          this.#unstored ??= { lengths: new Map(), total: 0 }
        },
      })
      this.#sending = undefined
      this.#stored = upTo
      this.#unstored = undefined
      if (!this.#isBehind()) this.#isWaitedFor(false)
      return undefined
    } catch (error) {
      // It may be in or not: the same batch is sent again when more comes, or at the next flush.
      if (SessionStorageError.isInstance(error) && error.retryable) return error
      this.#giveUp(error)
      return this.#failure
    }
  }

  async #apply(changes: Change[], options: ApplyOptions): Promise<void> {
    // It gave up while it waited for another try.
    if (this.#failure !== undefined) throw this.#failure
    await applyChanges(this.#context, this.sessionId, changes, options)
  }

  /** Keeps nothing in memory that will never be stored. */
  #giveUp(error: unknown): void {
    this.#failure ??= error
    this.#changed.clear()
    this.#open = undefined
    this.#sending = undefined
    this.#unstored = undefined
  }

  #takeBatch(): Sending {
    if (this.#sending !== undefined) return this.#sending
    const changes: Change[] = []
    if (this.#messageChanged) changes.push({ type: "message.put", message: this.#message })
    for (const part of this.#changed.values()) changes.push({ type: "part.put", part: { ...part } })
    this.#messageChanged = false
    this.#changed.clear()
    this.#sending = { batchId: createIdentifier("batch"), at: Date.now(), changes, upTo: this.#given }
    return this.#sending
  }

  /** Waits for the time of the next write, unless somebody waits for it. */
  #untilDue(): Promise<void> {
    const text = this.#open?.data.text
    const interval = writeInterval(typeof text === "string" ? text.length : 0)
    const wait = this.#lastStart + interval - Date.now()
    if (wait <= 0 || this.#flushing > 0) return Promise.resolve()
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer)
        this.#hurry = undefined
        resolve()
      }
      const timer = setTimeout(go, wait)
      this.#hurry = go
    })
  }
}

const completeKeys = ["usage", "error", "metadata", "signal"]

function checkCompleteOptions(options: CompleteOptions): void {
  checkKeys("What a message ends with", options, completeKeys)
  checkUsage(options.usage)
}

/** An error as it is stored, in the form that OpenCode's messages have. */
function errorValue(error: JsonValue | Error | undefined): JsonValue | undefined {
  if (!(error instanceof Error)) return error
  return { name: error.name, message: error.message }
}

/** Of the JSON of a part's data. What has none is refused when it is sent. */
function lengthOf(data: JsonObject): number {
  try {
    return JSON.stringify(data).length
  } catch {
    return 0
  }
}
