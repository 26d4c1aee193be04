import { hash } from "node:crypto"
import { type JsonObject, limits, type Todo } from "@opencode/session-core"
import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { jsonColumns, sessionFieldsOf, sourceProjectOf } from "../mapping/session-row.ts"
import { readTodos } from "../mapping/todo-row.ts"
import type { DatabaseInput } from "../source/source-input.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceContent, SourceSession, WrittenMessages } from "../source/source-session.ts"
import { BoundedColumns, type OmittedColumn } from "../sqlite/bounded-columns.ts"
import type { DatabaseReader } from "../sqlite/database-reader.ts"
import { SessionIds } from "../sqlite/session-ids.ts"
import { otherColumns, quote, requireColumns } from "../sqlite/table-columns.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { parseJson } from "../values/json-text.ts"
import { isCount, jsonOfColumn, textOfColumn } from "../values/plain-values.ts"
import { OpenCodeContentReader } from "./content-reader.ts"
import { MergedContents } from "./merged-contents.ts"
import { readActivity } from "./read-activity.ts"
import { readStamps } from "./read-stamps.ts"
import { SessionMessageReader } from "./session-message-reader.ts"
import { positionOf, SessionPositions } from "./session-position.ts"
import { SessionRows } from "./session-rows.ts"
import { isUnknownTable, messageColumns, partColumns, requiredOf } from "./tables.ts"

/** Characters of the projects' rows that are kept: every session of a project has it. */
const maximumKept = 1024 * 1024

/**
 * Reads the sessions of an OpenCode database, of 1.x, 2.x or both: of all its tables, only those that hold history, and of those only
 * what is stored. Memory holds one row at a time.
 */
export class OpenCodeDatabase implements DatabaseReader {
  readonly format = "opencode-database"
  readonly projectKeysAreIds = false
  readonly identity: string | null
  readonly #database: SqliteDatabase
  readonly #log: SourceLog
  readonly #tables: ReadonlyMap<string, readonly string[]>
  readonly #contents: MergedContents
  readonly #sessions: SessionRows
  readonly #sessionIds: SessionIds
  readonly #positions: SessionPositions
  readonly #columns: Record<"project" | "todo", BoundedColumns>
  readonly #project: SqliteStatement<unknown[]>
  readonly #todos: SqliteStatement<unknown[]> | null
  readonly #unknownTables: readonly string[]
  readonly #projects = new Map<string, { row: JsonObject; omitted: OmittedColumn[] }>()
  #kept = 0

  /** Fails with `foreign_database` when a table or column is missing that every known version has. */
  constructor({ database, identity, path, tables }: DatabaseInput, log: SourceLog) {
    this.#tables = tables
    requireColumns(tables, requiredOf(tables), path, "OpenCode")
    this.#database = database
    this.identity = identity === null ? null : identityOf(identity, database, tables)
    this.#log = log
    this.#sessions = new SessionRows(database, tables)
    this.#contents = new MergedContents(
      tables.has("message") && tables.has("part") ? this.#firstReader(tables) : null,
      tables.has("session_message")
        ? new SessionMessageReader(database, log, tables.get("session_message") ?? [], this.#sessions.ids)
        : null,
    )
    this.#sessionIds = new SessionIds(database, `(${this.#sessions.ids})`, log)
    this.#positions = new SessionPositions(database, tables)
    this.#unknownTables = [...tables.keys()].filter(isUnknownTable)
    this.#columns = {
      project: new BoundedColumns(tables.get("project") ?? []),
      todo: new BoundedColumns((tables.get("todo") ?? []).filter((column) => column !== "session_id")),
    }
    const { project, todo } = this.#columns
    this.#project = database.prepareArrays(`SELECT ${project.sql} FROM project WHERE id = ?`)
    this.#todos = tables.has("todo")
      ? database.prepareArrays(`SELECT ${todo.sql} FROM todo WHERE session_id = +? ORDER BY position`)
      : null
  }

  get sessionCount(): number {
    return this.#sessions.count
  }

  get projectKeys(): string[] {
    return this.#sessions.projectKeys
  }

  /** Newest first, as OpenCode's ids are. */
  sessionIds(): Generator<string> {
    return this.#sessionIds.read()
  }

  /** Null when it is not there any more. */
  session(id: string): SourceSession | null {
    const found = this.#sessions.read(id)
    if (found === null) return null
    const { columns, omitted } = found
    const row = this.#rowOf(columns, omitted, id)
    const createdAt = isCount(row.time_created) ? row.time_created : 0
    const updatedAt = isCount(row.time_updated) ? row.time_updated : createdAt
    return {
      id,
      origin: "opencode",
      project: sourceProjectOf(row),
      fields: { ...sessionFieldsOf(row), todos: this.#todosOf(id) },
      metadata: row,
      createdAt,
      updatedAt,
      fieldsOf: sessionFieldsOf,
      projectOf: sourceProjectOf,
      complete: true,
      identity: this.identity,
      position: () => this.#positions.of(id),
      since: (position) => this.#since(id, position),
      contents: (): Iterable<SourceContent> => this.#contents.read(id),
      raw: () => this.#contents.readRaw(id),
    }
  }

  #since(id: string, kept: JsonObject): WrittenMessages | null {
    const before = positionOf(kept)
    const written = before === null ? null : this.#positions.writtenSince(id, before)
    if (before === null || written === null) return null
    const { touched, otherMessages, otherParts } = written
    return {
      ids: touched,
      contents: () => this.#contents.readSome(id, touched),
      isAll: ({ messages, parts }) =>
        otherMessages === before.messages - messages &&
        (otherParts === null || before.parts === null || otherParts === before.parts - parts),
    }
  }

  /** By counts, times and sizes: no content is read. */
  stamps(): ReadonlyMap<string, string> {
    return readStamps(this.#database, this.#tables)
  }

  /** By OpenCode's log and what has no part in it: no content is read. */
  activity(): ReadonlyMap<string, string> {
    return readActivity(this.#database, this.#tables)
  }

  get unknownTables(): readonly string[] {
    return this.#unknownTables
  }

  /** Names in the log what belongs to no session or message, and tables that are not known. Ask when all sessions have been read. */
  reportOrphans(): void {
    this.#contents.reportOrphans()
    for (const table of this.#unknownTables) {
      const rows = Number(this.#database.prepareValues(`SELECT count(*) FROM ${quote(table)}`).get())
      if (rows === 0) continue
      const reason = `This table is of no version of OpenCode that is known here. Its ${rows} rows were not imported.`
      this.#log.skipped({ table: table.toWellFormed(), id: "", reason })
    }
  }

  #firstReader(tables: ReadonlyMap<string, readonly string[]>): OpenCodeContentReader {
    const columns = {
      message: otherColumns(tables.get("message") ?? [], messageColumns),
      part: otherColumns(tables.get("part") ?? [], partColumns),
    }
    return new OpenCodeContentReader(this.#database, this.#log, columns, this.#sessions.ids)
  }

  /** The row with its JSON columns as values; text that is not JSON is kept under `unreadable`. */
  #rowOf(columns: Record<string, unknown>, omitted: OmittedColumn[], id: string): JsonObject {
    const unreadable: { [column: string]: string } = {}
    let size = 0
    const entries = Object.entries(columns).flatMap(([name, value]): [string, JsonObject[string]][] => {
      if (value === null) return []
      if (typeof value === "string") size += value.length
      if (!isJsonColumn(name) || typeof value !== "string") return [[name, jsonOfColumn(value)]]
      const json = parseJson(value)
      if (json !== undefined) return [[name, json]]
      unreadable[name] = value
      const reason = `Its column ${name} is not JSON, or is nested too deeply; the text is kept.`
      this.#log.damaged({ table: "session", id, reason })
      return []
    })
    const row: JsonObject = Object.fromEntries(entries)
    if (Object.keys(unreadable).length > 0) row.unreadable = unreadable
    const project = this.#projectRow(textOfColumn(columns.project_id))
    if (project !== null) {
      row.project = project.row
      for (const { column, bytes } of project.omitted) this.#omitted(id, `project's ${column}`, bytes)
    }
    if (omitted.length > 0) row.omitted = Object.fromEntries(omitted.map(({ column, bytes }) => [column, bytes]))
    for (const { column, bytes } of omitted) this.#omitted(id, column, bytes)
    return fitMetadata(row, size, (key, bytes) => this.#omitted(id, key, bytes))
  }

  #omitted(id: string, what: string, size: number): void {
    this.#log.skipped({ table: "session", id, reason: `Its ${what} is too large; the rest is imported.`, size })
  }

  /** Null when they are more than a session can have: the file then says nothing of them. */
  #todosOf(sessionId: string): Todo[] | null {
    // 2.x has none: it then says nothing of them.
    if (this.#todos === null) return null
    const rows: Record<string, unknown>[] = []
    let size = 0
    // Rows are arrays, as they were asked for.
    for (const values of this.#todos.iterate([sessionId])) {
      const { row, omitted } = this.#columns.todo.read(values)
      for (const value of values) if (typeof value === "string") size += value.length
      size += 64 + omitted.reduce((sum, { bytes }) => sum + bytes, 0)
      if (size > limits.valueBytes) {
        this.#log.skipped({ table: "todo", id: sessionId, reason: "The session's to-do list is too large.", size })
        return null
      }
      rows.push(row)
    }
    return readTodos(rows)
  }

  #projectRow(id: string): { row: JsonObject; omitted: OmittedColumn[] } | null {
    const known = this.#projects.get(id)
    if (known !== undefined) return known
    const values = this.#project.get([id])
    if (!Array.isArray(values)) return null
    const { row: columns, omitted } = this.#columns.project.read(values)
    const entries = Object.entries(columns).filter(([, value]) => value !== null)
    const row: JsonObject = Object.fromEntries(entries.map(([name, value]) => [name, jsonOfColumn(value)]))
    const size = values.reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 64), 0)
    this.#kept += size
    if (this.#kept <= maximumKept) this.#projects.set(id, { row, omitted })
    return { row, omitted }
  }
}

/**
 * The file, and when OpenCode began it: a file system gives a new file the number of one that was removed, and then a history that is gone
 * would be taken for one whose sessions were deleted.
 */
function identityOf(file: string, database: SqliteDatabase, tables: ReadonlyMap<string, readonly string[]>): string {
  const hasTime = (table: string, column: string) => tables.get(table)?.includes(column) === true
  const [table, column] = hasTime("migration", "time_completed")
    ? ["migration", "time_completed"]
    : ["project", "time_created"]
  const began = hasTime(table, column) ? database.prepareValues(`SELECT min(${column}) FROM ${table}`).get() : null
  return hash("sha256", JSON.stringify([file, textOfColumn(began)]), "base64").slice(0, 22)
}

const isJsonColumn = (name: string): boolean => jsonColumns.some((column) => column === name)
