import type { Connection, RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator } from "../kinds/mysql/connect.ts"
import type { RunningServer } from "../servers/running-server.ts"

/** A replica that applies what its source writes, except while it is paused. */
export interface Replica {
  pause(): Promise<void>
  resume(): Promise<void>
  end(): Promise<void>
}

/** Makes one server a replica of another, from what the other writes next. Both want a binary log and numbers of their own. */
export async function replicate(source: RunningServer, server: RunningServer): Promise<Replica> {
  const isMariadb = server.kind === "mariadb"
  const from = await connectAsAdministrator(source)
  const connection = await connectAsAdministrator(server)
  const position = await positionOf(from)
  await from.end()
  const { user, password } = source.administrator
  const settings = {
    HOST: source.host,
    PORT: source.port,
    USER: user,
    PASSWORD: password,
    LOG_FILE: String(position.File),
    LOG_POS: Number(position.Position),
  }
  const prefix = isMariadb ? "MASTER" : "SOURCE"
  const assignments = Object.entries(settings).map(([name, value]) => `${prefix}_${name} = ${connection.escape(value)}`)
  await connection.query(
    isMariadb
      ? `CHANGE MASTER TO ${assignments.join(", ")}, MASTER_USE_GTID = no; START SLAVE; SET GLOBAL read_only = 1`
      : `CHANGE REPLICATION SOURCE TO ${assignments.join(", ")}, GET_SOURCE_PUBLIC_KEY = 1; START REPLICA; SET GLOBAL read_only = 1`,
  )
  return {
    pause: async () =>
      void (await connection.query("STOP SLAVE SQL_THREAD".replace("SLAVE", isMariadb ? "SLAVE" : "REPLICA"))),
    resume: async () =>
      void (await connection.query("START SLAVE SQL_THREAD".replace("SLAVE", isMariadb ? "SLAVE" : "REPLICA"))),
    end: () => connection.end(),
  }
}

/** MySQL has renamed the statement. */
async function positionOf(connection: Connection): Promise<RowDataPacket> {
  const show = (statement: string) => connection.query<RowDataPacket[]>(statement)
  const [[row]] = await show("SHOW BINARY LOG STATUS").catch(() => show("SHOW MASTER STATUS"))
  if (row === undefined) throw new Error("The server has no binary log.")
  return row
}
