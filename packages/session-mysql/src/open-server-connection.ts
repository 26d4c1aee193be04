import { connect } from "./connect.ts"
import type { MysqlOptions } from "./options.ts"
import type { ServerConnection } from "./server-connection.ts"
import { sessionSettings } from "./session-settings.ts"

/** Which server of several behind one name it is: two nodes of a cluster may share all of these but one. */
const identifyNode = "SELECT concat_ws('/', @@hostname, @@port, @@server_id /*!80000 , @@server_uuid */) AS node"

/** Connects and makes the session what it must be. Fails with the driver's errors. */
export async function openServerConnection(
  options: MysqlOptions,
  timeout: number,
  purpose: "queries" | "migration" = "queries",
): Promise<ServerConnection> {
  const deadline = Date.now() + Math.min(timeout, options.connectTimeout)
  const connection = await connect(options, Math.max(1, deadline - Date.now()))
  try {
    const statements = [...sessionSettings(options, purpose), identifyNode]
    const results = await connection.query(statements, Math.max(1, deadline - Date.now()))
    const row = results.at(-2)?.[0]
    const node = results.at(-1)?.[0]?.node
    const maximumPacket = Math.min(Number(row?.maximumPacket), options.maximumPacket ?? Number.MAX_SAFE_INTEGER)
    const version = String(row?.version)
    connection.facts = { version, isMariadb: /mariadb/i.test(version), maximumPacket, node: String(node) }
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}
