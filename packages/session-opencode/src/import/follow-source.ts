import { setTimeout } from "node:timers/promises"
import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { stateOfPath } from "../input/path-state.ts"
import type { Source } from "../source/source.ts"
import type { ImportOptions } from "./import-options.ts"
import type { ImportReport } from "./import-report.ts"
import { importSelected } from "./import-source.ts"

/** How a source is followed. */
export interface FollowOptions extends ImportOptions {
  /** Ends it. */
  signal: AbortSignal
  /** Told after the first import, and after each one that found a difference. */
  onImport(report: ImportReport): void
  /**
   * Told once when the source cannot be read, or the store not be written: it is tried again until it can. A source may be away
   * for a while, or be in the middle of being replaced.
   */
  onFailure?: ((error: SessionStorageError) => void) | undefined
}

/** Milliseconds between two looks at whether something was written. */
const shortestPause = 200
/** Where a look takes long, so much longer is the pause: following costs little of a processor. */
const pausePerLook = 8
/** Milliseconds after which it is compared even if nothing shows that something was written: clocks of file systems are coarse. */
const longestQuiet = 10_000

/**
 * Imports a source, and goes on importing while other programs write to it: what is committed there is in the store within a second, as
 * long as sessions can be compared that fast. The source is opened only to be read, in between it may be replaced, moved away and back.
 *
 * Returns when the signal aborts. Fails as `importSource` does where the first import fails.
 */
export async function followSource(store: SessionStore, path: string, options: FollowOptions): Promise<void> {
  const { signal, onImport, onFailure } = options
  const changes = new ChangedSessions()
  let state = await stateOfPath(path)
  let failed: string | null = null
  let comparedAt = Date.now()
  try {
    onImport(await importSelected(store, path, options, (source) => changes.of(source)))
    changes.accept()
    for (;;) {
      const before = Date.now()
      const now = await stateOfPath(path)
      await setTimeout(Math.max(shortestPause, (Date.now() - before) * pausePerLook), undefined, { signal })
      if (now === state && failed === null && Date.now() - comparedAt < longestQuiet) continue
      try {
        const report = await importSelected(store, path, options, (source) => changes.of(source))
        changes.accept()
        state = now
        failed = null
        comparedAt = Date.now()
        if (hasWritten(report)) onImport(report)
      } catch (error) {
        if (signal.aborted || !SessionStorageError.isInstance(error)) throw error
        if (failed !== error.message) onFailure?.(error)
        failed = error.message
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const hasWritten = ({ sessions, messages, parts, files, removed }: ImportReport): boolean =>
  sessions.created + sessions.updated + messages + parts + files + removed > 0

/** Tells which sessions of a source have changed since they were last imported. */
class ChangedSessions {
  #imported: ReadonlyMap<string, string> | null = null
  #next: ReadonlyMap<string, string> = new Map()

  /** The ids; null at first, and where the source cannot tell: then all are compared. */
  of(source: Source): string[] | null {
    const stamps = source.stamps?.()
    if (stamps === undefined) return null
    this.#next = stamps
    const imported = this.#imported
    if (imported === null) return null
    return [...stamps].filter(([id, stamp]) => imported.get(id) !== stamp).map(([id]) => id)
  }

  /** What was read last is in the store. */
  accept(): void {
    this.#imported = this.#next
  }
}
