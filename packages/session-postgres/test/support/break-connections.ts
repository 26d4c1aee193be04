import { connectAsAdministrator } from "session-test-servers/postgres"

type Server = Parameters<typeof connectAsAdministrator>[0]

/** Ends every connection to a database, those in the middle of a statement too. */
export async function breakConnections(server: Server, database: string): Promise<void> {
  const administrator = await connectAsAdministrator(server)
  try {
    await administrator.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
      [database],
    )
  } finally {
    await administrator.end()
  }
}
