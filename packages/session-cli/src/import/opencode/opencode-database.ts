import type { JsonObject } from "@opencode/session-core"
import type { Database, Statement } from "better-sqlite3"
import type { ImportLog } from "../engine/import-log.ts"
import type { SourceContent, SourceSession } from "../engine/source-session.ts"
import { fitMetadata } from "../fit-metadata.ts"
import { isObject, parseJson } from "../json-text.ts"
import { isCount, jsonOfColumn, textOfColumn } from "../plain-values.ts"
import { sessionIds } from "../sqlite/session-ids.ts"
import { otherColumns, quote, readTables, requireColumns } from "../sqlite/table-columns.ts"
import { OpenCodeContentReader } from "./opencode-contents.ts"
import { requiredColumns } from "./opencode-tables.ts"
import { jsonColumns, sessionFieldsOf, worktreeOf } from "./session-row.ts"
import { readTodos } from "./todo-row.ts"

/**
 * Reads the sessions of an OpenCode 1.x database: of all its tables, only the five that hold history. Memory holds one row
 * at a time.
 */
export class OpenCodeDatabase {
  readonly #database: Database
  readonly #log: ImportLog
  readonly #contents: OpenCodeContentReader
  readonly #sessionIds: Statement
  readonly #session: Statement
  readonly #project: Statement
  readonly #todos: Statement
  readonly #projects = new Map<string, JsonObject>()

  /** Fails with `foreign_database` when a table or column is missing that every known version has. */
  constructor(database: Database, path: string, log: ImportLog) {
    const tables = readTables(database)
    requireColumns(tables, requiredColumns, path, "OpenCode")
    this.#database = database
    this.#log = log
    this.#contents = new OpenCodeContentReader(database, log, {
      message: otherColumns(tables.get("message") ?? [], requiredColumns.message),
      part: otherColumns(tables.get("part") ?? [], requiredColumns.part),
    })
    const extra = otherColumns(tables.get("todo") ?? [], requiredColumns.todo).map(quote)
    const todoColumns = ["content", "status", "priority", "position", "time_created", "time_updated", ...extra]
    this.#sessionIds = database.prepare("SELECT id FROM session WHERE id > ? ORDER BY id LIMIT ?").pluck()
    this.#session = database.prepare("SELECT * FROM session WHERE id = ?")
    this.#project = database.prepare("SELECT * FROM project WHERE id = ?")
    this.#todos = database.prepare(`SELECT ${todoColumns.join(", ")} FROM todo WHERE session_id = ? ORDER BY position`)
  }

  get sessionCount(): number {
    return Number(this.#database.prepare("SELECT count(*) FROM session").pluck().get())
  }

  get projectKeys(): string[] {
    return this.#database.prepare("SELECT DISTINCT project_id FROM session").pluck().all().map(textOfColumn)
  }

  /** Newest first, as OpenCode's ids are. */
  sessionIds(): Generator<string> {
    return sessionIds(this.#sessionIds, this.#log)
  }

  /** Null when it is not there any more. */
  session(id: string): SourceSession | null {
    const columns = this.#session.get(id)
    if (!isRow(columns)) return null
    const row = this.#rowOf(columns, id)
    const createdAt = isCount(row.time_created) ? row.time_created : 0
    const updatedAt = isCount(row.time_updated) ? row.time_updated : createdAt
    // Rows are objects as long as nobody asks for arrays.
    const todos = readTodos(this.#todos.all(id) as Record<string, unknown>[])
    return {
      id,
      origin: "opencode",
      project: { key: textOfColumn(columns.project_id), worktree: worktreeOf(row) },
      fields: { ...sessionFieldsOf(row), todos },
      metadata: row,
      createdAt,
      updatedAt,
      fieldsOf: sessionFieldsOf,
      complete: true,
      contents: (): Iterable<SourceContent> => this.#contents.read(id),
      raw: () => this.#contents.readRaw(id),
    }
  }

  /** What belongs to no session, or to no message: names them in the log. Ask when all sessions have been read. */
  reportOrphans(): void {
    this.#contents.reportOrphans()
  }

  /** The row with its JSON columns as values; a text that is no JSON stands under `unreadable`. */
  #rowOf(columns: Record<string, unknown>, id: string): JsonObject {
    const unreadable: { [column: string]: string } = {}
    let size = 0
    const entries = Object.entries(columns).flatMap(([name, value]): [string, JsonObject[string]][] => {
      if (value === null) return []
      if (typeof value === "string") size += value.length
      if (!isJsonColumn(name) || typeof value !== "string") return [[name, jsonOfColumn(value)]]
      const json = parseJson(value)
      if (json !== undefined) return [[name, json]]
      unreadable[name] = value
      this.#log.damaged({ table: "session", id, reason: `Its column ${name} is no JSON; the text is kept.` })
      return []
    })
    const row: JsonObject = Object.fromEntries(entries)
    if (Object.keys(unreadable).length > 0) row.unreadable = unreadable
    const project = this.#projectRow(textOfColumn(columns.project_id))
    if (project !== null) row.project = project
    return fitMetadata(row, size, (key, bytes) =>
      this.#log.skipped({
        table: "session",
        id,
        reason: `Its ${key} is too large; the rest is imported.`,
        size: bytes,
      }),
    )
  }

  #projectRow(id: string): JsonObject | null {
    const known = this.#projects.get(id)
    if (known !== undefined) return known
    const columns = this.#project.get(id)
    if (!isRow(columns)) return null
    const entries = Object.entries(columns).filter(([, value]) => value !== null)
    const row: JsonObject = Object.fromEntries(entries.map(([name, value]) => [name, jsonOfColumn(value)]))
    this.#projects.set(id, row)
    return row
  }
}

const isJsonColumn = (name: string): boolean => jsonColumns.some((column) => column === name)

const isRow = (value: unknown): value is Record<string, unknown> => isObject(value)
