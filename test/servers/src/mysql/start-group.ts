import { randomUUID } from "node:crypto"
import type { RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator } from "../kinds/mysql/connect.ts"
import { freePort } from "../servers/free-port.ts"
import type { ProvidedServer } from "../servers/provided-server.ts"
import type { RunningServer } from "../servers/running-server.ts"
import { startServer } from "../servers/start-server.ts"

const recovery = { user: "recovery", password: randomUUID().slice(0, 18) }
/** How long a member may take to join, milliseconds. */
const longestJoin = 60_000

/** Starts a group of MySQL's Group Replication whose members all take writes. */
export async function startGroup(shared: ProvidedServer, size: number): Promise<RunningServer[]> {
  const ports = await Promise.all(Array.from({ length: size }, () => freePort()))
  const group = randomUUID()
  const members = await Promise.all(
    ports.map((port, index) =>
      startServer(shared, {
        arguments: [
          ...["--log-bin", `--server-id=${index + 1}`, "--gtid-mode=ON", "--enforce-gtid-consistency=ON"],
          ...["--performance-schema=ON", "--report-host=127.0.0.1", "--plugin-load-add=group_replication.so"],
          `--loose-group-replication-group-name=${group}`,
          `--loose-group-replication-local-address=127.0.0.1:${port}`,
          `--loose-group-replication-group-seeds=${ports.map((each) => `127.0.0.1:${each}`).join(",")}`,
          "--loose-group-replication-start-on-boot=OFF",
          "--loose-group-replication-single-primary-mode=OFF",
          "--loose-group-replication-enforce-update-everywhere-checks=ON",
          "--loose-group-replication-recovery-get-public-key=ON",
        ],
      }),
    ),
  )
  for (const [index, member] of members.entries()) await join(member, index === 0)
  return members
}

/** What a member thinks of the group: the states of all. */
export async function statesOf(member: RunningServer): Promise<string[]> {
  const connection = await connectAsAdministrator(member)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT MEMBER_STATE AS state FROM performance_schema.replication_group_members",
    )
    return rows.map(({ state }) => String(state))
  } finally {
    await connection.end()
  }
}

async function join(member: RunningServer, isFirst: boolean): Promise<void> {
  const connection = await connectAsAdministrator(member)
  try {
    const { user, password } = recovery
    await connection.query("SET SESSION sql_log_bin = 0")
    await connection.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`)
    await connection.query(`GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN ON *.* TO '${user}'@'%'`)
    await connection.query("SET SESSION sql_log_bin = 1")
    // What the start of each member has written, such as its administrator, is no part of the group.
    await connection.query("RESET BINARY LOGS AND GTIDS").catch(() => connection.query("RESET MASTER"))
    if (isFirst) await connection.query("SET GLOBAL group_replication_bootstrap_group = ON")
    await connection.query(`START GROUP_REPLICATION USER = '${user}', PASSWORD = '${password}'`)
    if (isFirst) await connection.query("SET GLOBAL group_replication_bootstrap_group = OFF")
  } finally {
    await connection.end()
  }
  const deadline = performance.now() + longestJoin
  while ((await statesOf(member)).some((state) => state !== "ONLINE")) {
    if (performance.now() > deadline) throw new Error(`A member did not join its group:\n${await member.log()}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
