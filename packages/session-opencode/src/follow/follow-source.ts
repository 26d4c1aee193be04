import type { SessionStorageError, SessionStore } from "@opencode/session-core"
import type { ImportOptions } from "../import/import-options.ts"
import type { ImportReport } from "../import/import-report.ts"
import { Follower } from "./follower.ts"
import { WrittenSignal } from "./written-signal.ts"

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

/** Milliseconds between two looks at whether something was written, where the system does not tell of it. */
const pause = 200

/**
 * Imports a source, and goes on importing while other programs write to it: what is committed there is in the store within a second, as
 * long as sessions can be compared that fast. The source is opened only to be read, in between it may be replaced, moved away and back.
 *
 * Returns when the signal aborts. Fails as `importSource` does where the first import fails.
 */
export async function followSource(store: SessionStore, path: string, options: FollowOptions): Promise<void> {
  const { signal, onImport, onFailure = () => {} } = options
  using written = await WrittenSignal.of(path)
  try {
    await new Follower(store, path, options).run(written, { signal, pause, isPatient: false, onImport, onFailure })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
