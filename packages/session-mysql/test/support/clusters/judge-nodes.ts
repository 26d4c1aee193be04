import { hash } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { getTableName } from "drizzle-orm"
import type { RowDataPacket } from "mysql2/promise"
import { type Cluster, connectAsAdministrator, type RunningServer } from "session-test-servers/mysql"
import { schema } from "../../../src/sql/schema.ts"
import type { ClusterLoad } from "./cluster-load.ts"
import { judgeRows, type Rows, type RowsVerdict } from "./judge-rows.ts"

/** How long nodes may take to apply what the others have, milliseconds. */
const longestDelay = 60_000

/** Compares the nodes with each other and with what callers were told, and gives the last revision of each session. */
export async function judgeNodes(
  { nodes }: Cluster,
  database: string,
  load: ClusterLoad,
): Promise<{ verdict: RowsVerdict & { equal: boolean }; revisions: Map<string, number> }> {
  const all = await whenEqual(nodes, database)
  const verdicts = all.map((rows) => judgeRows(rows, load))
  const most = (of: (verdict: RowsVerdict) => number) => Math.max(...verdicts.map(of))
  const sessions = all[0]?.session ?? []
  return {
    verdict: {
      lost: most(({ lost }) => lost),
      doubled: most(({ doubled }) => doubled),
      gaps: most(({ gaps }) => gaps),
      equal: new Set(all.map(digestOf)).size === 1,
    },
    revisions: new Map(sessions.map(({ id, revision }) => [String(id), Number(revision)])),
  }
}

async function whenEqual(nodes: readonly RunningServer[], database: string): Promise<Rows[]> {
  const deadline = performance.now() + longestDelay
  for (;;) {
    const all = await Promise.all(nodes.map((node) => rowsOf(node, database)))
    if (new Set(all.map(digestOf)).size === 1 || performance.now() > deadline) return all
    await sleep(500)
  }
}

async function rowsOf(node: RunningServer, database: string): Promise<Rows> {
  const connection = await connectAsAdministrator(node)
  try {
    const rows: Rows = {}
    for (const table of Object.values(schema).map(getTableName)) {
      const [found] = await connection.query<RowDataPacket[]>(`SELECT * FROM \`${database}\`.\`${table}\``)
      rows[table] = found.map((row) => Object.fromEntries(Object.entries(row).map(asText))) as Rows[string] // Rows still.
    }
    return rows
  } finally {
    connection.destroy()
  }
}

/** Ids are bytes. */
const asText = ([name, value]: [string, unknown]) => [name, Buffer.isBuffer(value) ? value.toString() : value]

const digestOf = (rows: Rows): string =>
  hash(
    "sha256",
    JSON.stringify(Object.entries(rows).map(([name, each]) => [name, each.map((row) => JSON.stringify(row)).sort()])),
  )
