import { hash } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { getTableName } from "drizzle-orm"
import type { RowDataPacket } from "mysql2/promise"
import { type Cluster, connectAsAdministrator, type RunningServer } from "session-test-servers/mysql"
import { schema } from "../../../src/sql/schema.ts"
import type { ClusterLoad } from "./cluster-load.ts"

/** How long nodes may take to apply what the others have, milliseconds. */
const longestDelay = 60_000

/** What is wrong with the data of a cluster. All zero and true where nothing is. */
export interface Verdict {
  /** Acknowledged messages that a node does not have, or not with all of their words. */
  lost: number
  /** Texts that are stored more than once. */
  doubled: number
  /** Revisions that no batch accounts for, and receipts that are not those that were given. */
  gaps: number
  /** Whether all nodes have the same rows. */
  equal: boolean
}

type Rows = Record<string, RowDataPacket[]>

/** Compares the nodes with each other and with what callers were told, and gives the last revision of each session. */
export async function judgeNodes(
  { nodes }: Cluster,
  database: string,
  load: ClusterLoad,
): Promise<{ verdict: Verdict; revisions: Map<string, number> }> {
  const all = await whenEqual(nodes, database)
  const verdicts = all.map((rows) => judge(rows, load))
  const most = (of: (verdict: Omit<Verdict, "equal">) => number) => Math.max(...verdicts.map(of))
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
      rows[table] = found.map((row) => Object.fromEntries(Object.entries(row).map(asText))) as RowDataPacket[] // Rows still.
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

function judge(rows: Rows, { acknowledged, batches, sessionIds }: ClusterLoad): Omit<Verdict, "equal"> {
  const texts = new Map<string, string[]>()
  for (const { message_id, data } of rows.part ?? []) {
    const ofMessage = texts.get(message_id) ?? []
    ofMessage.push(String(JSON.parse(data).text))
    texts.set(message_id, ofMessage)
  }
  const lost = acknowledged.filter(({ id, words }) => texts.get(id)?.join("") !== words)
  // What a text begins with is no other's.
  const names = [...texts.values()].map((ofMessage) => ofMessage[0]?.split(" ")[0])
  return {
    lost: lost.length,
    doubled: names.length - new Set(names).size,
    gaps: sessionIds.reduce((sum, id) => sum + gapsIn(id, rows, batches), 0),
  }
}

/** Each batch takes as many revisions as it has changes. */
function gapsIn(sessionId: string, rows: Rows, sent: ClusterLoad["batches"]): number {
  const receipts = (rows.batch ?? [])
    .filter(({ session_id }) => session_id === sessionId)
    .sort((left, right) => Number(left.revision) - Number(right.revision))
  let gaps = 0
  let last = 0
  for (const { id, revision } of receipts) {
    const batch = sent.get(id)
    const isRight = batch !== undefined && Number(revision) === last + batch.size
    if (!isRight || (batch.revision !== null && batch.revision !== Number(revision))) gaps += 1
    last = Number(revision)
  }
  const session = rows.session?.find(({ id }) => id === sessionId)
  const stored = new Set(receipts.map(({ id }) => String(id)))
  const acknowledged = [...sent].filter(([, batch]) => batch.sessionId === sessionId && batch.revision !== null)
  const unknown = acknowledged.filter(([id]) => !stored.has(id)).length
  return gaps + unknown + (Number(session?.revision) === last ? 0 : 1)
}
