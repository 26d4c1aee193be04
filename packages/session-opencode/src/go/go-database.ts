import { type JsonObject, limits, type PartFields } from "@opencode/session-core"
import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { unreadablePart } from "../mapping/part-data.ts"
import { safeProjectId } from "../project/safe-project-id.ts"
import type { DatabaseInput } from "../source/source-input.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceContent, SourceProject, SourceSession } from "../source/source-session.ts"
import { BoundedColumns } from "../sqlite/bounded-columns.ts"
import type { DatabaseReader } from "../sqlite/database-reader.ts"
import { SessionIds } from "../sqlite/session-ids.ts"
import { requireColumns } from "../sqlite/table-columns.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { parseJson } from "../values/json-text.ts"
import { isId, isText, jsonOfColumn, shorten, textOfColumn } from "../values/plain-values.ts"
import { relativeTo } from "../values/relative-to.ts"
import { readGoVersion } from "./go-file-version.ts"
import type { GoLineage } from "./go-lineage.ts"
import { readGoMessage, withoutNulls } from "./go-message.ts"
import { goPartId, readGoPart } from "./go-part.ts"
import { requiredColumns } from "./go-tables.ts"
import { readGoTime } from "./go-time.ts"
import { readGoTodos } from "./go-todos.ts"
import { goUsage, sessionUsageMessage } from "./go-usage.ts"

type Row = Record<string, unknown>

/** A statement that reads rows with no value that is too large. */
interface BoundedRows {
  columns: BoundedColumns
  statement: SqliteStatement<unknown[]>
}

/** Where a database of the Go lineage stands. */
export interface GoFolder {
  /** The project that its folder is in, for sessions that name none. */
  project: SourceProject
  /** The project's top folder here: absolute paths within it become relative. */
  top: string
}

/** Reads the sessions of a database of the Go lineage. */
export class GoDatabase implements DatabaseReader {
  /** Each session names its own. */
  readonly projectKeys: readonly string[] = []
  readonly projectKeysAreIds: boolean
  readonly #lineage: GoLineage
  readonly #database: SqliteDatabase
  readonly #log: SourceLog
  readonly #identity: string | null
  readonly #folder: GoFolder
  readonly #sessionIds: SessionIds
  readonly #session: BoundedRows
  readonly #costOfOthers: SqliteStatement<unknown>
  readonly #messages: BoundedRows
  readonly #files: BoundedRows | null

  constructor(
    { database, identity, path, tables }: DatabaseInput,
    log: SourceLog,
    lineage: GoLineage,
    folder: GoFolder,
  ) {
    requireColumns(tables, requiredColumns, path, lineage.program)
    this.#lineage = lineage
    this.#database = database
    this.#identity = identity
    this.#log = log
    this.#folder = folder
    this.projectKeysAreIds = tables.get("sessions")?.includes("project_id") === true
    const order = tables.get("messages")?.includes("seq") ? "created_at, seq, rowid" : "created_at, rowid"
    const rowsOf = (table: string, rest: string): BoundedRows => {
      const columns = new BoundedColumns(tables.get(table) ?? [])
      return { columns, statement: database.prepareArrays(`SELECT ${columns.sql} FROM ${table} ${rest}`) }
    }
    this.#sessionIds = new SessionIds(database, "sessions", log)
    this.#session = rowsOf("sessions", "WHERE id = ?")
    this.#costOfOthers = database.prepareValues("SELECT total(cost) FROM sessions WHERE parent_session_id = ?")
    this.#messages = rowsOf("messages", `WHERE session_id = +? ORDER BY ${order}`)
    this.#files = tables.has("files") ? rowsOf("files", "WHERE session_id = +? ORDER BY path, created_at, rowid") : null
  }

  get format(): string {
    return this.#lineage.format
  }

  get sessionCount(): number {
    return Number(this.#database.prepareValues("SELECT count(*) FROM sessions").get())
  }

  sessionIds(): Generator<string> {
    return this.#sessionIds.read()
  }

  /** Null when it is not there any more. */
  session(id: string): SourceSession | null {
    const values = this.#session.statement.get([id])
    if (!Array.isArray(values)) return null
    const { project_id: projectId, ...others } = this.#rowOf("sessions", this.#session, values, id)
    // It may hold the token that stood in the remote's URL: only what is left without it is kept.
    const project = typeof projectId === "string" ? safeProjectId(projectId) : null
    const whole: JsonObject = { ...withoutNulls(others), ...(project === null ? {} : { project_id: project }) }
    const row = this.#fit("sessions", id, whole)
    const createdAt = readGoTime(row.created_at) ?? 0
    const updatedAt = readGoTime(row.updated_at) ?? createdAt
    const usage = goUsage(row, Number(this.#costOfOthers.get([id])))
    const usageMessage = { sessionId: id, usage, origin: this.#lineage.origin, at: updatedAt }
    return {
      id,
      origin: this.#lineage.origin,
      project: project === null ? this.#folder.project : { key: project, worktree: null },
      fields: { ...goSessionFields(row), todos: readGoTodos(others.todos) },
      metadata: row,
      createdAt,
      updatedAt,
      fieldsOf: goSessionFields,
      complete: true,
      identity: this.#identity,
      contents: () => this.#contents(id, usageMessage),
      raw: () => this.#raw(id, usageMessage),
    }
  }

  reportOrphans(): void {
    // A part stands in its message's row, and a message goes with its session: the tables say so.
  }

  *#contents(sessionId: string, usage: Parameters<typeof sessionUsageMessage>[0]): Generator<SourceContent> {
    yield* sessionUsageMessage(usage)
    for (const row of this.#rows("messages", this.#messages, sessionId)) yield* this.#message(row)
    if (this.#files === null) return
    const last = new Map<string, number>()
    for (const row of this.#rows("files", this.#files, sessionId)) yield this.#file(row, last)
  }

  *#raw(sessionId: string, usage: Parameters<typeof sessionUsageMessage>[0]): Generator<string> {
    // As in `contents`: a message's parts are in its row.
    for (const content of this.#contents(sessionId, usage)) yield content.raw
  }

  *#rows(table: string, rows: BoundedRows, sessionId: string): Generator<Row> {
    // Rows are arrays, as they were asked for.
    for (const values of rows.statement.iterate([sessionId])) {
      yield this.#rowOf(table, rows, values)
    }
  }

  /** The row; what is too large to be loaded is null in it, and named in the log. */
  #rowOf(table: string, { columns }: BoundedRows, values: readonly unknown[], name?: string): Row {
    const { row, omitted } = columns.read(values)
    for (const { column, bytes } of omitted) {
      const id = name ?? textOfColumn(row.id ?? row.path).toWellFormed()
      this.#log.skipped({ table, id, reason: `Its ${column} is too large; the rest is imported.`, size: bytes })
    }
    return row
  }

  *#message(row: Row): Generator<SourceContent> {
    const { id, parts: text } = row
    if (!isId(id)) {
      this.#log.skipped({ table: "messages", id: textOfColumn(id), reason: "Its id is not one that the store takes." })
      return
    }
    const parts = parseJson(textOfColumn(text))
    const { kept, ...fields } = readGoMessage(row, parts)
    const { createdAt, updatedAt } = fields
    const metadata = { [this.#lineage.origin]: this.#fit("messages", id, kept) }
    const raw = JSON.stringify(Object.values(row).map(jsonOfColumn))
    yield { kind: "message", message: { id, ...fields, metadata }, raw }
    if (!Array.isArray(parts)) {
      this.#log.damaged({
        table: "messages",
        id,
        reason: "Its parts are not a JSON array, or are nested too deeply; the text is kept.",
      })
      const fields = { type: unreadablePart, data: { raw: textOfColumn(text) } }
      yield this.#part(fields, id, 0, createdAt, updatedAt)
      return
    }
    for (const [index, part] of parts.entries()) yield this.#part(readGoPart(part), id, index, createdAt, updatedAt)
  }

  #fit(table: string, id: string, metadata: JsonObject): JsonObject {
    return fitMetadata(metadata, JSON.stringify(metadata).length, (key, size) =>
      this.#log.skipped({ table, id, reason: `Its ${key} is too large; the rest is imported.`, size }),
    )
  }

  #part(
    fields: Pick<PartFields, "type" | "data">,
    messageId: string,
    index: number,
    createdAt: number,
    updatedAt: number,
  ): SourceContent {
    const id = goPartId(messageId, index)
    const raw = JSON.stringify(fields.data)
    const size = raw.length * 3 > limits.valueBytes ? Buffer.byteLength(raw) : 0
    if (size <= limits.valueBytes) {
      return { kind: "part", part: { id, messageId, ...fields, createdAt, updatedAt }, raw }
    }
    const name = `${messageId}.parts[${index}]`
    this.#log.skipped({
      table: "messages",
      id: name,
      reason: `It is over the store's limit of ${limits.valueBytes} bytes.`,
      size,
    })
    return { kind: "skipped", raw }
  }

  #file(row: Row, last: Map<string, number>): SourceContent {
    const path = relativePath(this.#folder.top, textOfColumn(row.path).toWellFormed())
    const content = textOfColumn(row.content)
    const createdAt = readGoTime(row.created_at) ?? 0
    const raw = JSON.stringify(
      [row.path, row.version, row.created_at, content].map((value) => jsonOfColumn(value ?? null)),
    )
    // A name that we do not know comes after those that were there before it.
    const version = readGoVersion(textOfColumn(row.version)) ?? (last.get(path) ?? 0) + 1
    last.set(path, Math.max(last.get(path) ?? 0, version))
    const size = Buffer.byteLength(content)
    const problem =
      path === "" || !isText(path, limits.pathBytes)
        ? "Its path is not one that the store takes."
        : size > limits.valueBytes
          ? `It is over the store's limit of ${limits.valueBytes} bytes.`
          : null
    if (problem === null) return { kind: "file", path, version, content, createdAt, raw }
    this.#log.skipped({ table: "files", id: `${path} ${textOfColumn(row.version)}`, reason: problem, size })
    return { kind: "skipped", raw }
  }
}

/** One within the project is relative to it; any other stays as it is. */
function relativePath(top: string, path: string): string {
  const relative = relativeTo(top, path)
  return relative === "" || relative.startsWith("../") || relative === ".." ? path : relative
}

function goSessionFields(row: JsonObject): Omit<SourceSession["fields"], "todos"> {
  const { title, parent_session_id: parentId, user_set_title: byUser } = row
  return {
    title: shorten(textOfColumn(title), limits.titleBytes),
    titleSource: byUser === 1 || byUser === true ? "user" : "generated",
    parentId: isId(parentId) ? parentId : null,
    ...{ directory: "", agent: null, model: null, archivedAt: null },
  }
}
