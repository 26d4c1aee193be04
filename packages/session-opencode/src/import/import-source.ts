import type { SessionStore } from "@opencode/session-core"
import { builtInPrograms } from "../formats/built-in-programs.ts"
import { openRecognized } from "../formats/open-source.ts"
import { isOwnExport } from "../formats/recognize-input.ts"
import { type OpenInputOptions, openInput } from "../input/open-input.ts"
import { ProjectFinder } from "../project/project-finder.ts"
import type { Source } from "../source/source.ts"
import { dryRunStore } from "./dry-run-store.ts"
import { importJsonLines } from "./import-json-lines.ts"
import { ImportLog } from "./import-log.ts"
import type { ImportOptions } from "./import-options.ts"
import type { ImportReport } from "./import-report.ts"
import type { ImportContext } from "./import-session.ts"
import { importSessions } from "./import-sessions.ts"
import { LastWrites } from "./last-writes.ts"

/**
 * Imports sessions from another program's file or folder, `-` for standard input, or from our own JSON Lines, and writes only what the store does not have:
 * run it again after more was written, or after an interruption. The file is recognised by its content and not changed.
 *
 * `store` must be one of all projects: a file may hold several. What cannot be taken as it is does not stop the rest: the report
 * names it. Memory holds a few rows of a database, and all of an export of OpenCode.
 *
 * Fails with `not_found`, `access_denied`, `invalid_input` (nothing that can be imported), `foreign_database` (an unknown version),
 * `busy` (another program has the file locked), `too_large` (an export that does not fit into memory), `runtime_unsupported` (no
 * SQLite here) and `corrupt`, naming file and place; and with what the store's writes fail with. What was imported until then is
 * whole and stays. An abort is the signal's own reason.
 *
 * @example
 * ```ts
 * const { sessions, skipped } = await importSource(store, "opencode.db", { signal: AbortSignal.timeout(60_000) })
 * ```
 */
export function importSource(store: SessionStore, path: string, options: ImportOptions = {}): Promise<ImportReport> {
  return importSelected(store, path, options, { select: () => options.sessionIds ?? null })
}

/** What an import is told besides its options, by what follows a source. */
export interface Selection extends Pick<ImportContext, "admits" | "isOwn" | "onHeld">, OpenInputOptions {
  /** The ids of the sessions to import; null stands for all of them. Called once, with the open source. */
  select(source: Source): Iterable<string> | null
  /** Told when the store has all of a session. */
  onSettled?: ImportContext["onSettled"]
  /** Told when a session that was selected is not in the source any more. `identity` is the source's. */
  onGone?: ((sessionId: string, identity: string | null) => Promise<void>) | undefined
}

/** The same of some of the sessions. */
export async function importSelected(
  target: SessionStore,
  path: string,
  options: ImportOptions,
  { select, admits, isOwn, onHeld, onSettled = () => {}, onGone, isOpenHere }: Selection,
): Promise<ImportReport> {
  const { directory = process.cwd(), author = null, programs = builtInPrograms, project, onProgress, signal } = options
  const log = new ImportLog()
  const store = options.dryRun === true ? dryRunStore(target) : target
  using input = await openInput(path, signal, { isOpenHere })
  if (isOwnExport(input)) return importJsonLines(store, input, options)
  if (input.kind === "database") log.notes.push(...input.notes)
  const { source: opened, label } = await openRecognized(input, programs, { log, directory })
  using source = opened
  const { projectKeys: keys, projectKeysAreIds: keysAreIds, sessionCount: totalSessions, identity = null } = source
  const context: ImportContext = {
    ...{ store, author, log, signal, admits, isOwn, onHeld, onSettled },
    lastWrites: new LastWrites(),
    repeat: [],
    projects: new ProjectFinder({ store, directory, given: project, keys, keysAreIds }),
    onBatch: () => onProgress?.({ ...log.seen, totalSessions }),
    onGone: onGone === undefined ? undefined : (id) => onGone(id, identity),
  }
  await importSessions(source, context, select(source))
  return log.report(source.format, label)
}
