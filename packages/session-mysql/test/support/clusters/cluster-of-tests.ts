import { type Cluster, createDatabase, type RunningServer, type TestDatabase } from "session-test-servers/mysql"
import { expect } from "vitest"
import { MysqlConnection } from "../../../src/connection/mysql-connection.ts"
import { optionsOf } from "../options-of.ts"
import type { ClusterKind } from "./cluster-kinds.ts"

/** How long nodes may take to agree again, milliseconds. */
const longestRecovery = 120_000

/** The cluster that the tests of a kind share. One that a test has broken is replaced. */
export class ClusterOfTests {
  readonly #kind: ClusterKind
  #cluster: Cluster | undefined

  constructor(kind: ClusterKind) {
    this.#kind = kind
  }

  /** The cluster, with all of its nodes. */
  async whole(): Promise<Cluster> {
    if (this.#cluster !== undefined && !(await isWholeSoon(this.#cluster))) await this.close()
    this.#cluster ??= await this.#kind.start()
    return this.#cluster
  }

  async close(): Promise<void> {
    await this.#cluster?.close()
    this.#cluster = undefined
  }
}

/** Whether all nodes take part, now or within two minutes. */
export async function isWholeSoon(cluster: Cluster): Promise<boolean> {
  const isWhole = () => cluster.isWhole().catch(() => false)
  return expect
    .poll(isWhole, { timeout: longestRecovery, interval: 500 })
    .toBe(true)
    .then(
      () => true,
      () => false,
    )
}

/** A node that may be written to. */
export async function writableNode({ nodes, takesWrites }: Cluster): Promise<RunningServer> {
  for (const node of nodes) if (await takesWrites(node)) return node
  throw new Error("No node may be written to.")
}

/** An empty database that all nodes have, with the way to each of them. */
export async function databaseOfAll(cluster: Cluster): Promise<TestDatabase & { dsns: string[] }> {
  const database = await createDatabase(await writableNode(cluster))
  const dsns = cluster.nodes.map(({ host, port }) => database.dsn({ host, port }))
  await Promise.all(dsns.map(answers))
  return { ...database, dsns }
}

/** Waits until a node has a database and its user. */
export async function answers(dsn: string): Promise<void> {
  const connection = new MysqlConnection(optionsOf({ dsn }))
  try {
    await expect.poll(() => connection.readText(["SELECT 1"]).then(() => true, String), { timeout: 60_000 }).toBe(true)
  } finally {
    await connection.close()
  }
}
