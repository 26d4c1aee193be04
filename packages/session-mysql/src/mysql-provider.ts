import {
  createSqlQueries,
  PatternSearch,
  readOwnWrites,
  runMigrations,
  type SqlConnection,
  SqlDatabase,
  type SqlQueries,
  variants,
} from "@opencode/session-core/drizzle"
import {
  type Capabilities,
  type SearchQuery,
  type SessionProvider,
  specificationVersion,
} from "@opencode/session-core/provider"
import { MysqlConnection } from "./connection/mysql-connection.ts"
import { statementForm, statementForms, UnsuitableForm } from "./connection/server-features.ts"
import { checkServer } from "./health/check-server.ts"
import { mysqlMigrationTarget } from "./migration/mysql-migration-target.ts"
import { migrations } from "./migrations.ts"
import type { MysqlOptions } from "./options/options.ts"
import { mysqlDialect } from "./sql/mysql-dialect.ts"
import { searchStatements } from "./sql/search-statements.ts"

/** Search only reads, and what it reads is the same whatever a server takes of a write. */
const searching = mysqlDialect({ userVariables: false, foreignKeys: true })

const capabilities: Capabilities = { search: true, durable: true, shared: true }

/** A server as a provider. It connects when it is first asked for something. */
export function createMysqlProvider(options: MysqlOptions): SessionProvider {
  const connection = new MysqlConnection(options)
  const search = new PatternSearch(new SqlDatabase(connection, searching), searchStatements)
  return {
    ...readOwnWrites(queriesFor(connection), {
      mayLag: () => connection.nodes.size > 1,
    }),
    specificationVersion,
    name: "mysql",
    location: connection.location,
    capabilities,
    migrate: (migrateOptions) => runMigrations(mysqlMigrationTarget(connection, options), migrations, migrateOptions),
    search: (query: SearchQuery) => search.find(query),
    check: async () => ({ checks: await checkServer(connection, options) }),
    close: () => connection.close(),
  }
}

/** The shared queries. Those that write depend on what the server takes, which is known once a connection was opened. */
function queriesFor(connection: MysqlConnection): SqlQueries {
  const { features } = connection
  const queriesOf = variants(statementForms, (form) => {
    const writing: SqlConnection = {
      read: (commands) => connection.read(commands),
      write: (transaction) => connection.write(transaction, form),
    }
    return createSqlQueries({ connection: writing, dialect: mysqlDialect(form) })
  })
  /** The first connection may show that the server takes less than was assumed. */
  async function inItsForm<Result>(write: (queries: SqlQueries) => Promise<Result>): Promise<Result> {
    try {
      return await write(queriesOf(statementForm(features)))
    } catch (error) {
      if (!(error instanceof UnsuitableForm)) throw error
      return write(queriesOf(statementForm(features)))
    }
  }
  return {
    ...queriesOf(statementForm(features)),
    apply: (batch) => inItsForm((queries) => queries.apply(batch)),
    prune: (query) => inItsForm((queries) => queries.prune(query)),
    putProject: (project) => inItsForm((queries) => queries.putProject(project)),
  }
}
