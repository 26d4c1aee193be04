import { AttemptClock } from "@opencode/session-core/server"
import type { MysqlOptions } from "../options/options.ts"
import type { Purpose } from "../settings/session-variables.ts"
import { applySettings } from "./apply-settings.ts"
import { connect } from "./connect.ts"
import type { ServerConnection } from "./server-connection.ts"

/** Connects and makes the session what it must be. Fails with the driver's errors, or with ours where settings cannot be had. */
export async function openServerConnection(
  options: MysqlOptions,
  timeout: number,
  purpose: Purpose = "queries",
): Promise<ServerConnection> {
  const clock = new AttemptClock(Math.min(timeout, options.connectTimeout))
  const connection = await connect(options, clock)
  try {
    const facts = await applySettings(connection, options, purpose, clock.timeLeft)
    const maximumPacket = Math.min(Number(facts.maximumPacket), options.maximumPacket ?? Number.MAX_SAFE_INTEGER)
    const version = String(facts.version)
    const node = facts.node === undefined ? {} : { node: String(facts.node) }
    connection.facts = { version, isMariadb: /mariadb/i.test(version), maximumPacket, ...node }
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}
