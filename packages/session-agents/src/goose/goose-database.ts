import { hash } from "node:crypto"
import type { JsonObject } from "@opencode/session-core"
import {
  BoundedColumns,
  type DatabaseInput,
  jsonOfColumn,
  parseJson,
  type SourceLog,
  textOfColumn,
  translateSqliteError,
} from "@opencode/session-opencode/formats"
import type { FoundRecord, RecordFile, RecordReference } from "../records/record-file.ts"
import type { AgentFile } from "../source/agent-file.ts"
import { readRecords } from "../source/read-records.ts"
import { GooseDraft } from "./goose-draft.ts"
import { gooseInterpreter } from "./goose-interpreter.ts"
import { gooseSession } from "./goose-session.ts"

type Row = Record<string, unknown>

const jsonColumns = ["content_json", "metadata_json"]

/** A database of Goose: each of its sessions is read like a file of its own. */
export class GooseDatabase {
  readonly #input: DatabaseInput
  readonly #columns: Record<"sessions" | "messages", BoundedColumns>

  constructor(input: DatabaseInput) {
    this.#input = input
    this.#columns = {
      sessions: new BoundedColumns(input.tables.get("sessions") ?? []),
      messages: new BoundedColumns(input.tables.get("messages") ?? []),
    }
  }

  /** What Goose calls its sessions. */
  names(): string[] {
    return this.#translated(() =>
      this.#input.database
        .prepareValues("SELECT id FROM sessions WHERE typeof(id) = 'text' AND octet_length(id) <= 120 ORDER BY id")
        .all()
        .map(textOfColumn),
    )
  }

  file(name: string): AgentFile {
    const path = `${this.#input.path} session ${name}`
    return {
      path,
      open: () => new GooseRows(this.#input, this.#columns.messages, name, path),
      read: (file, log) => {
        const row = this.#row(name, log)
        const draft = new GooseDraft()
        readRecords(file, log, {
          record: (message, reference) => draft.add(message, reference),
          unreadable: (reference) => draft.addUnreadable(reference),
        })
        // One that was never used.
        if (row === null || draft.isEmpty) return []
        return [{ plan: draft.plan(gooseSession(name, row)), interpreter: gooseInterpreter }]
      },
    }
  }

  #row(name: string, log: SourceLog): JsonObject | null {
    const { columns, omitted } = this.#translated(() => {
      const values = this.#input.database
        .prepareArrays(`SELECT ${this.#columns.sessions.sql} FROM sessions WHERE id = ?`)
        .get([name])
      const found = Array.isArray(values) ? this.#columns.sessions.read(values) : { row: null, omitted: [] }
      return { columns: found.row, omitted: found.omitted }
    })
    for (const { column, bytes } of omitted) {
      log.skipped({
        table: "sessions",
        id: name,
        reason: `Its ${column} is too large; the rest is imported.`,
        size: bytes,
      })
    }
    if (columns === null) return null
    const entries = Object.entries(columns).filter(([, value]) => value !== null)
    return Object.fromEntries(entries.map(([key, value]) => [key, jsonOfColumn(value)]))
  }

  #translated<Result>(run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      throw translateSqliteError(error, this.#input.path)
    }
  }
}

/** The messages of a session, as they are at the moment when they are opened. */
class GooseRows implements RecordFile {
  readonly path: string
  readonly #input: DatabaseInput
  readonly #columns: BoundedColumns
  readonly #name: string

  constructor(input: DatabaseInput, columns: BoundedColumns, name: string, path: string) {
    this.path = path
    this.#input = input
    this.#columns = columns
    this.#name = name
    input.database.exec("BEGIN")
  }

  *records(): Generator<FoundRecord> {
    try {
      const rows = this.#input.database.prepareArrays(
        `SELECT rowid, ${this.#columns.sql} FROM messages WHERE session_id = +? ORDER BY created_timestamp, rowid`,
      )
      // Rows are arrays, as they were asked for.
      for (const [position, ...values] of rows.iterate([this.#name]) as IterableIterator<unknown[]>) {
        yield this.#found(Number(position), values)
      }
    } catch (error) {
      throw translateSqliteError(error, this.path)
    }
  }

  read({ position }: RecordReference): JsonObject {
    try {
      const values = this.#input.database
        .prepareArrays(`SELECT ${this.#columns.sql} FROM messages WHERE rowid = ?`)
        .get([position])
      const row = Array.isArray(values) ? this.#columns.read(values).row : {}
      return messageOf(row) ?? { raw: textOfColumn(row.content_json) }
    } catch (error) {
      throw translateSqliteError(error, this.path)
    }
  }

  [Symbol.dispose](): void {
    const { database } = this.#input
    // A damaged file may have ended it.
    if (database.inTransaction) database.exec("COMMIT")
  }

  #found(position: number, values: readonly unknown[]): FoundRecord {
    const { row, omitted } = this.#columns.read(values)
    const place = `message ${position}`
    const [first] = omitted
    if (first !== undefined)
      return { kind: "skipped", place, reason: `Its ${first.column} is too large.`, size: first.bytes }
    const text = JSON.stringify(Object.values(row).map(jsonOfColumn))
    const reference = { position, size: text.length, digest: hash("sha256", text, "base64").slice(0, 22) }
    const value = messageOf(row)
    if (value !== null) return { kind: "record", reference, place, value }
    const reason = "Its content is not JSON, or is nested too deeply; its text is kept."
    return { kind: "unreadable", reference, place, reason }
  }
}

/** A message as older versions wrote it in a file; null where its content cannot be read. */
function messageOf(row: Row): JsonObject | null {
  const { id: _number, session_id: _session, role, created_timestamp: created, ...others } = row
  const content = parseJson(textOfColumn(row.content_json))
  if (!Array.isArray(content)) return null
  const metadata = typeof row.metadata_json === "string" ? parseJson(row.metadata_json) : undefined
  const kept = Object.entries(others).filter(([key, value]) => value !== null && !jsonColumns.includes(key))
  return {
    ...Object.fromEntries(kept.map(([key, value]) => [key, jsonOfColumn(value)])),
    ...{ role: jsonOfColumn(role ?? null), created: jsonOfColumn(created ?? null), content },
    ...(metadata === undefined ? {} : { metadata }),
  }
}
