import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import type { Batch, Change } from "@opencode/session-core/provider"
import type { MigrationPoint, ProcessEntry } from "../provider-under-test.ts"
import { everything, someTime } from "../support/samples.ts"
import { soon } from "../support/soon.ts"
import type { ProcessCommand, ProcessMessage } from "./process-messages.ts"

const isSource = import.meta.url.endsWith(".ts")
const childModule = new URL(isSource ? "./child.ts" : "./child.js", import.meta.url)

/** Half of what a case with processes may take. */
const longestCommand = 120_000

/** Processes that wait for another case to need them: to start one takes longer than most cases. */
const idle: ProviderProcess[] = []

/** Another process that works on a store. Disposed of, it closes the store and is there for the next one. */
export class ProviderProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  #entry: ProcessEntry
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #acknowledged: string[] = []
  #onAcknowledged: (() => void) | undefined
  #nextId = 0
  #batches = 0

  constructor(child: ChildProcess, entry: ProcessEntry) {
    this.#child = child
    this.#entry = entry
    child.on("message", (message) => this.#receive(message as ProcessMessage)) // The child sends nothing else.
    child.on("exit", (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`The process has ended: ${signal ?? code}`))
      this.#waiting.clear()
    })
  }

  /** Has it work on another store. */
  take(entry: ProcessEntry): this {
    this.#entry = entry
    this.#child.ref()
    this.#child.channel?.ref?.()
    return this
  }

  /** Opens and migrates the store there. */
  async open(entry = this.#entry): Promise<void> {
    await this.#ask({ type: "open", entry })
  }

  async apply(sessionId: string, changes: Change[], options: Partial<Batch> = {}): Promise<number> {
    this.#batches += 1
    const id = `process-${this.#child.pid}-${this.#batches}`
    const batch = { id, scope: everything, sessionId, at: someTime, changes, ...options }
    return Number(await this.#ask({ type: "apply", batch }))
  }

  /** Puts messages `<prefix>-0` and so on, each in a batch of its own. */
  async write(sessionId: string, prefix: string, count: number): Promise<void> {
    await this.#ask({ type: "write", sessionId, prefix, count })
  }

  /** Streams messages, and kills the process once so many were acknowledged. Gives the ids of all that were. */
  async streamAndKill(sessionId: string, count: number): Promise<string[]> {
    const streaming = this.#ask({ type: "stream", sessionId })
    while (this.#acknowledged.length < count) {
      const acknowledged = new Promise<void>((resolve) => {
        this.#onAcknowledged = resolve
      })
      // It never ends by itself: when it does, it has failed.
      await Promise.race([acknowledged, streaming])
    }
    await this.kill()
    await streaming.catch(() => {})
    return this.#acknowledged
  }

  /** Whether the process was killed at that point; false where there are fewer statements. Fails when the migration does. */
  async migrateUntil(point: MigrationPoint): Promise<boolean> {
    try {
      await this.#ask({ type: "migrateUntil", entry: this.#entry, point })
    } catch (error) {
      // It has answered that the migration failed, and waits for more.
      if (!this.hasEnded) throw error
      return this.#child.signalCode === "SIGKILL"
    } finally {
      // What it has opened for that nobody can close.
      await this.kill()
    }
    return false
  }

  /** Has it close the store, and returns when the process has ended by itself. */
  async leave(): Promise<void> {
    const exit = once(this.#child, "exit")
    await this.#ask({ type: "leave" })
    await exit
  }

  /** SIGKILL: the process does nothing more. */
  async kill(): Promise<void> {
    if (this.hasEnded) return
    const exit = once(this.#child, "exit")
    this.#child.kill("SIGKILL")
    await exit
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasEnded) return
    // A case that has failed may leave something under way, or a process that cannot be told anything.
    if (this.#waiting.size > 0 || !this.#child.connected) return this.kill()
    try {
      await this.#ask({ type: "close" })
    } catch (error) {
      await this.kill()
      throw error
    }
    // The last case does not know that it is the last. Bun has no `unref` of a channel.
    this.#child.unref()
    this.#child.channel?.unref?.()
    idle.push(this)
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async #ask(command: ProcessCommand): Promise<unknown> {
    this.#nextId += 1
    const id = this.#nextId
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#child.send({ id, command }, (error) => {
      // It has ended before: no end of it will come.
      if (error !== null) answer.reject(new Error(`The process cannot be asked: ${error.message}`))
    })
    return soon(`the other process answers "${command.type}"`, answer.promise, longestCommand)
  }

  #receive(message: ProcessMessage): void {
    if (message.type === "acknowledged") {
      this.#acknowledged.push(message.messageId)
      this.#onAcknowledged?.()
    }
    if (message.type !== "answer" && message.type !== "failure") return
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.type === "answer") waiting?.resolve(message.value)
    else waiting?.reject(Object.assign(new Error(message.message), { code: message.code }))
  }
}

/** What the hook gives: one way for all processes to open a store, or several. */
type ProcessEntries = ProcessEntry | readonly ProcessEntry[]

/** How one of several processes opens the store. */
export function entryOf(entries: ProcessEntries, index: number): ProcessEntry {
  if ("module" in entries) return entries
  const entry = entries[index % entries.length]
  if (entry === undefined) throw new Error("The store's openInProcess has no entry.")
  return entry
}

/**
 * Starts a process, or takes one that has nothing to do, and returns when it waits for commands. `index` is its number among several.
 */
export async function startProcess(entries: ProcessEntries, index = 0): Promise<ProviderProcess> {
  const entry = entryOf(entries, index)
  for (let waiting = idle.pop(); waiting !== undefined; waiting = idle.pop()) {
    if (!waiting.hasEnded) return waiting.take(entry)
  }
  // What the test runner has set for itself is not for others.
  const { NODE_OPTIONS: _options, ...environment } = process.env
  const child = fork(childModule, { execArgv: [], env: environment })
  const failed = once(child, "exit").then(() => Promise.reject(new Error("The process did not start.")))
  await soon("the other process starts", Promise.race([once(child, "message"), failed]), longestCommand)
  failed.catch(() => {})
  return new ProviderProcess(child, entry)
}

/** Several processes side by side. */
export class ProviderProcesses implements AsyncDisposable {
  readonly all: readonly ProviderProcess[]

  constructor(all: readonly ProviderProcess[]) {
    this.all = all
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((process) => process[Symbol.asyncDispose]()))
  }
}

export async function startProcesses(entries: ProcessEntries, count: number): Promise<ProviderProcesses> {
  return new ProviderProcesses(
    await Promise.all(Array.from({ length: count }, (_, index) => startProcess(entries, index))),
  )
}
