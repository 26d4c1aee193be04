import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { deleteGone } from "../import/gone-session.ts"
import type { ImportOptions } from "../import/import-options.ts"
import type { ImportReport } from "../import/import-report.ts"
import type { ImportContext } from "../import/import-session.ts"
import { importSelected } from "../import/import-source.ts"
import type { OpenInputOptions } from "../input/open-input.ts"
import type { Source } from "../source/source.ts"
import { ChangedSessions, type KnownSessions } from "./changed-sessions.ts"
import type { WrittenSignal } from "./written-signal.ts"

/** What a follower is told besides the options of an import. */
export interface FollowerOptions extends ImportOptions, Pick<ImportContext, "admits" | "isOwn">, OpenInputOptions {
  /** What was imported before; nothing by default. */
  known?: KnownSessions | undefined
  /** Whether sessions that the source deletes are deleted in the store, too. Not by default. */
  deletes?: boolean | undefined
  /** Looks at the open source before each import. What it throws ends that import. */
  check?: ((source: Source) => void) | undefined
  /** Told how many sessions are still to be imported, before each import and after each session. */
  onWaiting?: ((sessions: number) => void) | undefined
}

/** How a source is followed. */
export interface FollowLoop {
  /** Ends it. */
  signal: AbortSignal
  /** Milliseconds between two looks at whether something was written, where nothing rings before. */
  pause: number
  /** Whether it also goes on where the first import fails. */
  isPatient: boolean
  /** Told after the first import, and after each one that found a difference. `deleted` is how many sessions it deleted. */
  onImport(report: ImportReport, deleted: number): void
  /** Told when an import fails, once for the same failure. It is tried again. */
  onFailure(error: SessionStorageError): void
  /** Told when the first import after a failure is done. */
  onRecovery?: (() => void) | undefined
}

/** Where a look takes long, so much longer is the pause: following costs little of a processor. */
const pausePerLook = 8
/** Milliseconds after which a thorough look is due: it finds what the source's log does not tell of, and is dear. */
const thoroughPause = 10_000
/** The same, as so many times what the last one took. */
const thoroughPausePerLook = 50
/** Milliseconds of the first pause after a failure. It doubles with each that follows. */
const failurePause = 1000
const longestFailurePause = 30_000

/** Imports what has changed in a source, again and again. */
export class Follower {
  readonly #store: SessionStore
  readonly #path: string
  readonly #options: FollowerOptions
  readonly #changes: ChangedSessions
  /** Whether something was written since the last thorough look. */
  #isDirty = true
  #thorough = { at: 0, took: 0 }
  /** Milliseconds that the last look took. */
  #took = 0
  /** Sessions that the last import deleted. */
  #deleted = 0

  constructor(store: SessionStore, path: string, options: FollowerOptions) {
    this.#store = store
    this.#path = path
    this.#options = options
    this.#changes = new ChangedSessions(options.known)
  }

  /** Sessions that were not admitted are looked at again. */
  release(): void {
    this.#changes.release()
    this.#isDirty = true
    this.#thorough = { at: 0, took: 0 }
  }

  /** Imports, and goes on whenever something is written, until the signal aborts: then it fails with the signal's reason. */
  async run(written: WrittenSignal, loop: FollowLoop): Promise<never> {
    const { signal, pause, isPatient, onImport, onFailure, onRecovery } = loop
    let isFirst = true
    let failed: string | null = null
    let failures = 0
    for (;;) {
      signal.throwIfAborted()
      const isWritten = await written.isWritten()
      this.#isDirty ||= isWritten || !written.isExact
      if (isWritten || failed !== null || this.#isThoroughDue) {
        try {
          const report = await this.#importChanged()
          if (failed !== null) onRecovery?.()
          if (isFirst || hasWritten(report) || this.#deleted > 0) onImport(report, this.#deleted)
          isFirst = false
          failed = null
          failures = 0
        } catch (error) {
          if (signal.aborted || (isFirst && !isPatient) || !SessionStorageError.isInstance(error)) throw error
          if (failed !== error.message) onFailure(error)
          failed = error.message
          failures += 1
        }
      }
      if (failures > 0) await written.rest(Math.min(failurePause * 2 ** (failures - 1), longestFailurePause), signal)
      else {
        await written.rest(this.#took * pausePerLook, signal)
        await written.wait(pause, signal)
      }
    }
  }

  get #isThoroughDue(): boolean {
    const { at, took } = this.#thorough
    return this.#isDirty && Date.now() - at >= Math.max(thoroughPause, took * thoroughPausePerLook)
  }

  async #importChanged(): Promise<ImportReport> {
    try {
      return await this.#import()
    } catch (error) {
      this.#isDirty = true
      throw error
    }
  }

  /** What has changed, by the source's log; and by all of it where that is due, or where the log does not tell what was written. */
  #look(source: Source): string[] | null {
    if (!this.#isThoroughDue) {
      const ids = this.#timed(() => this.#changes.of(source, { thorough: false }))
      const { at, took } = this.#thorough
      if (ids === null || ids.length > 0 || Date.now() - at < took * pausePerLook) return ids
    }
    // What is written from now on is seen by the next one.
    this.#isDirty = false
    const ids = this.#timed(() => this.#changes.of(source, { thorough: true }))
    this.#thorough = { at: Date.now(), took: this.#took }
    return ids
  }

  #timed<Result>(look: () => Result): Result {
    const started = performance.now()
    const result = look()
    this.#took = performance.now() - started
    return result
  }

  #import(): Promise<ImportReport> {
    const { admits, check, deletes = false, isOpenHere, isOwn, onWaiting } = this.#options
    this.#deleted = 0
    const waiting = new Set<string>()
    const settle = (id: string) => {
      if (waiting.delete(id)) onWaiting?.(waiting.size)
    }
    return importSelected(this.#store, this.#path, this.#options, {
      ...{ admits, isOpenHere, isOwn },
      select: (source) => {
        check?.(source)
        const ids = this.#look(source)
        for (const id of ids ?? []) waiting.add(id)
        onWaiting?.(waiting.size)
        return ids
      },
      onHeld: (id) => {
        this.#changes.hold(id)
        settle(id)
      },
      onSettled: (id) => {
        this.#changes.accept(id)
        settle(id)
      },
      onGone: async (id, identity) => {
        if (deletes && (await deleteGone(this.#store, id, identity))) this.#deleted += 1
        this.#changes.acceptGone(id)
        settle(id)
      },
    })
  }
}

const hasWritten = ({ sessions, messages, parts, files, removed }: ImportReport): boolean =>
  sessions.created + sessions.updated + messages + parts + files + removed > 0
