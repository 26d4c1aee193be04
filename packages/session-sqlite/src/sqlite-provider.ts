import { createSqlQueries, runMigrations, type SqlConnection } from "@opencode/session-core/drizzle"
import {
  type Capabilities,
  type SearchQuery,
  type SessionChangesPage,
  type SessionChangesQuery,
  type SessionProvider,
  scopeProjectId,
  specificationVersion,
} from "@opencode/session-core/provider"
import { loadDriver } from "@opencode/session-sqlite-driver"
import { migrations } from "./migrations.ts"
import { openDatabase } from "./open-database.ts"
import type { SqliteOptions } from "./options.ts"
import { SearchIndexing } from "./search-indexing.ts"
import { SqliteConnection } from "./sqlite-connection.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { checkDatabase } from "./sqlite-health.ts"
import { sqliteMigrationTarget } from "./sqlite-migration-target.ts"
import { SqliteSearch } from "./sqlite-search.ts"
import { sqliteWrite } from "./sqlite-write.ts"
import { translateError } from "./translate-error.ts"
import { WalCheckpoints } from "./wal-checkpoints.ts"

const capabilities: Capabilities = { search: true, durable: true, shared: true }

/** Opens a SQLite file as a provider. */
export async function createSqliteProvider(options: SqliteOptions): Promise<SessionProvider> {
  const { file } = options
  const loaded = await loadDriver(options.driver)
  const database = await openDatabase(loaded.driver, options)
  const checkpoints = new WalCheckpoints(database, loaded.driver, file)
  const connection = new SqliteConnection(database, file, checkpoints)
  const search = new SqliteSearch(connection)
  const indexing = new SearchIndexing(connection)
  const queries = createSqlQueries({ connection: followedBy(indexing, connection), dialect: sqliteDialect })
  let closing: Promise<void> | undefined
  return {
    ...queries,
    specificationVersion,
    name: "sqlite",
    location: file,
    capabilities,

    async migrate(migrateOptions) {
      connection.assertOpen()
      try {
        const report = await runMigrations(sqliteMigrationTarget(database, file), migrations, migrateOptions)
        checkpoints.look()
        return report
      } catch (error) {
        throw translateError(error, file)
      }
    },

    search: (query: SearchQuery) => search.find(query),

    sessionChanges: skipWhileUnchanged(connection, queries.sessionChanges),

    async check() {
      connection.assertOpen()
      return { checks: checkDatabase(database, file, loaded) }
    },

    close() {
      closing ??= indexing.close().then(() => connection.close())
      return closing
    },
  }
}

/** A connection whose writes are followed by what indexing they make due. */
function followedBy(indexing: SearchIndexing, connection: SqliteConnection): SqlConnection {
  return {
    read: (commands) => connection.read(commands),
    async write(transaction) {
      const write = sqliteWrite(transaction)
      const rows = await connection.write(write)
      await indexing.wrote(write.characters)
      return rows
    },
  }
}

const maximumWatchers = 100

/** Watchers ask several times a second: while nobody has written, they are told so without a query. */
function skipWhileUnchanged(connection: SqliteConnection, read: SessionProvider["sessionChanges"]) {
  const seen = new Map<string, string>()
  return async (query: SessionChangesQuery): Promise<SessionChangesPage> => {
    // Taken first: what is written while it reads makes the next call read again.
    const { version } = connection
    // All projects are no project: JSON tells null from a project of that name.
    const watcher = JSON.stringify([scopeProjectId(query.scope), query.since])
    if (query.since !== undefined && seen.get(watcher) === version) {
      return { changes: [], cursor: query.since, complete: true }
    }
    const page = await read(query)
    if (page.changes.length > 0) seen.delete(watcher)
    else if (page.cursor === query.since) {
      // Watchers that have gone must not fill the memory.
      if (seen.size >= maximumWatchers) seen.clear()
      seen.set(watcher, version)
    }
    return page
  }
}
