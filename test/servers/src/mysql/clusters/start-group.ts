import { randomUUID } from "node:crypto"
import { connectAsAdministrator } from "../../kinds/mysql/connect.ts"
import { freePort } from "../../servers/free-port.ts"
import type { ProvidedServer } from "../../servers/provided-server.ts"
import type { RunningServer } from "../../servers/running-server.ts"
import { startServer } from "../../servers/start-server.ts"
import { ask } from "./ask.ts"
import type { Cluster } from "./cluster.ts"
import { until } from "./until.ts"

const recovery = { user: "recovery", password: randomUUID().slice(0, 18) }

const membersTable = "performance_schema.replication_group_members"

/** Starts a group of MySQL's Group Replication, with one primary or with members that all take writes. */
export async function startGroup(
  shared: ProvidedServer,
  { size, primaries }: { size: number; primaries: "one" | "all" },
): Promise<Cluster> {
  const ports = await Promise.all(Array.from({ length: size }, () => freePort()))
  const group = randomUUID()
  const argumentsOf = (port: number, index: number) => [
    ...["--log-bin", `--server-id=${index + 1}`, "--gtid-mode=ON", "--enforce-gtid-consistency=ON"],
    ...["--performance-schema=ON", "--report-host=127.0.0.1", "--plugin-load-add=group_replication.so"],
    `--loose-group-replication-group-name=${group}`,
    `--loose-group-replication-local-address=127.0.0.1:${port}`,
    `--loose-group-replication-group-seeds=${ports.map((each) => `127.0.0.1:${each}`).join(",")}`,
    "--loose-group-replication-start-on-boot=OFF",
    `--loose-group-replication-single-primary-mode=${primaries === "one" ? "ON" : "OFF"}`,
    `--loose-group-replication-enforce-update-everywhere-checks=${primaries === "one" ? "OFF" : "ON"}`,
    "--loose-group-replication-recovery-get-public-key=ON",
  ]
  const nodes = await Promise.all(
    ports.map((port, index) => startServer(shared, { arguments: argumentsOf(port, index) })),
  )
  const close = async () => void (await Promise.all(nodes.map((node) => node.close())))
  try {
    for (const [index, node] of nodes.entries()) {
      await prepare(node)
      await join(node, index === 0)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    nodes,
    takesWrites,
    async isWhole() {
      const states = await Promise.all(nodes.map(statesOf))
      return states.every((each) => each.length === size && each.every((state) => state === "ONLINE"))
    },
    async rejoin(node) {
      const index = nodes.indexOf(node)
      // What the first start has executed is not to be executed again: it would be a transaction that the group does not have.
      await node.start({ arguments: [...argumentsOf(ports[index] ?? 0, index), "--init-file=/dev/null"] })
      await join(node, false)
    },
    switchOver: primaries === "one" ? () => switchPrimary(nodes) : null,
    close,
  }
}

/** What a member thinks of the group: the states of all. */
async function statesOf(member: RunningServer): Promise<string[]> {
  const rows = await ask(member, `SELECT MEMBER_STATE AS state FROM ${membersTable}`)
  return rows.map(({ state }) => String(state))
}

async function takesWrites(member: RunningServer): Promise<boolean> {
  const [row] = await ask(
    member,
    `SELECT (SELECT count(*) FROM ${membersTable} WHERE MEMBER_ID = @@server_uuid
      AND MEMBER_STATE = 'ONLINE' AND MEMBER_ROLE = 'PRIMARY') = 1
      AND (SELECT sum(MEMBER_STATE IN ('ONLINE', 'RECOVERING')) > count(*) / 2 FROM ${membersTable})
      AND @@super_read_only = 0 AS writable`,
  )
  return Number(row?.writable) === 1
}

async function switchPrimary(nodes: readonly RunningServer[]): Promise<void> {
  const roles = await Promise.all(nodes.map((node) => takesWrites(node)))
  const next = nodes[roles.indexOf(false)]
  if (next === undefined) throw new TypeError("The group has no secondary.")
  const [row] = await ask(next, "SELECT @@server_uuid AS id")
  const connection = await connectAsAdministrator(next)
  try {
    await connection.query("SELECT group_replication_set_as_primary(?)", [row?.id])
  } finally {
    await connection.end()
  }
}

async function prepare(member: RunningServer): Promise<void> {
  const connection = await connectAsAdministrator(member)
  try {
    const { user, password } = recovery
    await connection.query("SET SESSION sql_log_bin = 0")
    await connection.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`)
    await connection.query(`GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN ON *.* TO '${user}'@'%'`)
    await connection.query("SET SESSION sql_log_bin = 1")
    // What the start of each member has written, such as its administrator, is no part of the group.
    await connection.query("RESET BINARY LOGS AND GTIDS").catch(() => connection.query("RESET MASTER"))
  } finally {
    await connection.end()
  }
}

async function join(member: RunningServer, isFirst: boolean): Promise<void> {
  const connection = await connectAsAdministrator(member)
  try {
    const { user, password } = recovery
    if (isFirst) await connection.query("SET GLOBAL group_replication_bootstrap_group = ON")
    await connection.query(`START GROUP_REPLICATION USER = '${user}', PASSWORD = '${password}'`)
    if (isFirst) await connection.query("SET GLOBAL group_replication_bootstrap_group = OFF")
  } finally {
    await connection.end()
  }
  await until(
    "a member did not join its group",
    async () => (await statesOf(member)).every((state) => state === "ONLINE"),
    () => member.log(),
  )
}
