import { connect } from "./connect.ts"
import type { MysqlOptions } from "./options.ts"
import type { ServerConnection } from "./server-connection.ts"
import { sessionSettings } from "./session-settings.ts"

/** Connects and makes the session what it must be. Fails with the driver's errors. */
export async function openServerConnection(
  options: MysqlOptions,
  timeout: number,
  purpose: "queries" | "migration" = "queries",
): Promise<ServerConnection> {
  const deadline = Date.now() + Math.min(timeout, options.connectTimeout)
  const connection = await connect(options, Math.max(1, deadline - Date.now()))
  try {
    const results = await connection.query(sessionSettings(options, purpose), Math.max(1, deadline - Date.now()))
    const row = results.at(-1)?.[0]
    const maximumPacket = Math.min(Number(row?.maximumPacket), options.maximumPacket ?? Number.MAX_SAFE_INTEGER)
    const version = String(row?.version)
    connection.facts = { version, isMariadb: /mariadb/i.test(version), maximumPacket }
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}
