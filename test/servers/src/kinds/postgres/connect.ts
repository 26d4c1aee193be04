import pg from "pg"
import type { ServerAccess } from "../server-access.ts"

/** Every server has this database. */
const everyServers = "postgres"

/** A connection that may do anything. To be ended by the caller. */
export async function connectAsAdministrator(
  { host, port, administrator }: Pick<ServerAccess, "host" | "port" | "administrator">,
  { timeout = 10_000, database = everyServers } = {},
): Promise<pg.Client> {
  const { user, password } = administrator
  const client = new pg.Client({ host, port, user, password, database, connectionTimeoutMillis: timeout })
  // A server that is ended has its connections say so, also while nobody waits for an answer.
  client.on("error", () => {})
  await client.connect()
  return client
}

/** Runs statements with all rights, one after the other. */
export async function administrate(
  server: Pick<ServerAccess, "host" | "port" | "administrator">,
  ...statements: string[]
): Promise<void> {
  const client = await connectAsAdministrator(server)
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
