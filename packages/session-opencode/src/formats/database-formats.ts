import { SessionStorageError } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import { OpenCodeDatabase } from "../database/opencode-database.ts"
import { GoDatabase } from "../go/go-database.ts"
import { importable } from "../source/not-importable.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { DatabaseReader } from "../sqlite/database-reader.ts"
import { readTables } from "../sqlite/table-columns.ts"

/** What a reader of a database's sessions is made of. */
export interface DatabaseContext {
  database: SqliteDatabase
  /** The file, for errors. */
  path: string
  log: SourceLog
  /** The current folder. */
  directory: string
}

/** A kind of database, known by its tables. */
export interface DatabaseFormat {
  readonly format: DatabaseReader["format"]
  isMadeOf(tables: ReadonlyMap<string, unknown>): boolean
  /** Fails with `foreign_database` when the version is not known: something is missing that every known version has. */
  open(context: DatabaseContext): Promise<DatabaseReader>
}

const formats: readonly DatabaseFormat[] = [
  {
    format: "opencode-database",
    isMadeOf: (tables) => ["session", "message", "part"].every((table) => tables.has(table)),
    open: async ({ database, path, log }) => new OpenCodeDatabase(database, path, log),
  },
  {
    format: "go-database",
    isMadeOf: (tables) => ["sessions", "messages"].every((table) => tables.has(table)),
    async open({ database, path, log, directory }) {
      const { identity } = await resolveSetup({ directory })
      return new GoDatabase(database, path, log, identity.worktreeDirectory)
    },
  },
]

/** How SQLite files of our own are marked: "OCSS". */
const ownApplicationId = 0x4f435353

/** The format of a database. Fails with `invalid_input` for a store of our own, and with `foreign_database` for any other. */
export function recognizeDatabase(database: SqliteDatabase, path: string): DatabaseFormat {
  if (database.pragma("application_id") === ownApplicationId) {
    throw new SessionStorageError("invalid_input", `${path} is a store of opencode-session.`, {
      hint: "To bring its sessions into another store, run `opencode-session copy` from it.",
    })
  }
  const tables = readTables(database)
  const found = formats.find((format) => format.isMadeOf(tables))
  if (found !== undefined) return found
  throw new SessionStorageError("foreign_database", `${path} is the database of a program that is not known.`, {
    hint: `What can be imported: ${importable}.`,
  })
}
