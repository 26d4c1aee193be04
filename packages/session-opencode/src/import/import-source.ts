import { createReadStream } from "node:fs"
import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { importLines, splitLines } from "@opencode/session-core/transfer"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import { OpenCodeDatabase } from "../database/opencode-database.ts"
import { recognisedBy } from "../database/required-columns.ts"
import { readExport } from "../export/read-export.ts"
import { sessionOfExport } from "../export/session-of-export.ts"
import { recognised, recognizeFile, translateFileError } from "../formats/recognize-file.ts"
import { GoDatabase } from "../go/go-database.ts"
import { ProjectFinder } from "../project/project-finder.ts"
import type { SourceSession } from "../source/source-session.ts"
import { atOneMoment } from "../sqlite/at-one-moment.ts"
import { openForReading } from "../sqlite/sqlite-database.ts"
import { readTables } from "../sqlite/table-columns.ts"
import { isDamage, translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { ImportLog } from "./import-log.ts"
import type { ImportOptions } from "./import-options.ts"
import type { ImportReport } from "./import-report.ts"
import { type ImportContext, importSession } from "./import-session.ts"
import { LastWrites } from "./last-writes.ts"

/** How SQLite files of our own are marked: "OCSS". */
const ownApplicationId = 0x4f435353

/**
 * Imports sessions from another program's file, or from our own JSON Lines, and writes only what the store does not have:
 * run it again after more was written, or after an interruption. The file is recognised by its content and not changed.
 *
 * What cannot be taken as it is does not stop the rest: the report names it. Fails with `not_found`, `access_denied`,
 * `invalid_input` (nothing that can be imported), `foreign_database` (an unknown version) and `corrupt`, naming file and
 * place; what was imported until then is whole and stays.
 */
export async function importSource(store: SessionStore, path: string, options: ImportOptions): Promise<ImportReport> {
  const kind = await recognizeFile(path)
  if (kind === "json-lines") return importJsonLines(store, path, options)
  if (kind === "json") return importExport(store, path, options)
  const database = await openForReading(path)
  try {
    return await importDatabase(store, database, path, options)
  } catch (error) {
    throw translateSqliteError(error, path)
  } finally {
    database.close()
  }
}

async function importDatabase(
  store: SessionStore,
  database: SqliteDatabase,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  if (database.pragma("application_id") === ownApplicationId) {
    throw new SessionStorageError("invalid_input", `${path} is a store of opencode-session.`, {
      hint: "To bring its sessions into another store, run `opencode-session copy` from it.",
    })
  }
  const log = new ImportLog()
  const tables = readTables(database)
  if (recognisedBy.every((table) => tables.has(table))) {
    const source = new OpenCodeDatabase(database, path, log)
    const context = contextOf(store, options, log, { keys: source.projectKeys, total: source.sessionCount })
    await importSessions(database, source, path, context)
    source.reportOrphans()
    return log.report("opencode-database")
  }
  if (tables.has("sessions") && tables.has("messages")) {
    const { identity } = await resolveSetup({ directory: options.directory })
    const source = new GoDatabase(database, path, log, identity.worktreeDirectory)
    const context = contextOf(store, options, log, { keys: [], keysAreIds: true, total: source.sessionCount })
    await importSessions(database, source, path, context)
    return log.report("go-database")
  }
  throw new SessionStorageError("foreign_database", `${path} is the database of a program that is not known.`, {
    hint: `What can be imported: ${recognised}.`,
  })
}

/** Sessions of a database, one by one. */
interface SessionSource {
  sessionIds(): Iterable<string>
  session(id: string): SourceSession | null
}

async function importSessions(
  database: SqliteDatabase,
  source: SessionSource,
  path: string,
  context: ImportContext,
): Promise<void> {
  const unread: { id: string; error: unknown }[] = []
  const importOne = async (id: string) => {
    try {
      await atOneMoment(database, async () => {
        const session = source.session(id)
        if (session !== null) await importSession(context, session)
      })
    } catch (error) {
      // The rest of the file may well be readable.
      if (!isDamage(error)) throw error
      unread.push({ id, error })
      context.log.skippedSession(id, "The file is damaged there; it was imported as far as it could be read.")
    }
    context.log.seen.sessions += 1
    context.onBatch()
  }
  const importEach = async (ids: Iterable<string>) => {
    try {
      for (const id of ids) await importOne(id)
    } finally {
      // Also when somebody interrupts it: what was read is whole, and stays.
      await context.lastWrites.send()
      await context.projects.flush()
    }
  }
  await importEach(source.sessionIds())
  await importEach(context.repeat.splice(0))
  const [first] = unread
  if (first === undefined) return
  const others = unread.length === 1 ? "" : ` and ${unread.length - 1} others`
  throw translateSqliteError(first.error, path, `session ${first.id}${others}`)
}

async function importExport(store: SessionStore, path: string, options: ImportOptions): Promise<ImportReport> {
  const log = new ImportLog()
  const session = sessionOfExport(await readExport(path), log)
  const context = contextOf(store, options, log, { keys: [session.project.key], total: 1 })
  await importSession(context, session)
  await context.lastWrites.send()
  // Another import of the same file was faster: now it is there to be compared with.
  if (context.repeat.length > 0) await importSession(context, session)
  await context.lastWrites.send()
  log.seen.sessions += 1
  context.onBatch()
  return log.report("opencode-export")
}

async function importJsonLines(
  store: SessionStore,
  path: string,
  { signal, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const log = new ImportLog()
  try {
    const report = await importLines(store, splitLines(createReadStream(path)), {
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ sessions, changes }) => onProgress?.({ sessions, totalSessions: null, changes }),
    })
    Object.assign(log.sessions, report.sessions)
    const { messages, parts, files, removals: removed } = report
    Object.assign(log.written, { messages, parts, files, removed })
    for (const { sessionId, message } of report.problems) log.skippedSession(sessionId, message)
    log.leftOutAliases.push(...report.leftOutAliases)
    for (const { id, sessions } of report.projects) log.project({ id, source: "file" }, sessions)
    return log.report("json-lines")
  } catch (error) {
    throw nameFile(translateFileError(error, path), path)
  }
}

/** Core does not know where the lines come from. */
function nameFile(error: unknown, path: string): unknown {
  if (!SessionStorageError.isInstance(error) || (error.code !== "corrupt" && error.code !== "newer_schema"))
    return error
  return new SessionStorageError(error.code, `${path}: ${error.message}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  })
}

function contextOf(
  store: SessionStore,
  options: ImportOptions,
  log: ImportLog,
  source: { keys: readonly string[]; keysAreIds?: boolean; total: number },
): ImportContext {
  const { directory, project: given, author = null, onProgress, signal } = options
  const { keys, keysAreIds = false } = source
  return {
    ...{ store, author, log, signal },
    lastWrites: new LastWrites(),
    repeat: [],
    projects: new ProjectFinder({ store, directory, given, keys, keysAreIds, log }),
    onBatch: () => onProgress?.({ ...log.seen, totalSessions: source.total }),
  }
}
