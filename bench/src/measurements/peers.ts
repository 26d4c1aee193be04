import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Random } from "../content/random.ts"
import { proseOfBytes } from "../content/texts.ts"
import type { Measurement, Result, Table } from "../measurement.ts"
import { budgetOf, type Work } from "../peers/budgets.ts"
import { aboutTable, type Compared, results, timesTable } from "../peers/compare-peers.ts"
import { drizzleTables } from "../peers/drizzle-tables.ts"
import { adkSqlite } from "../peers/google-adk.ts"
import { runInProcess } from "../peers/in-process.ts"
import { installPeers } from "../peers/install-peers.ts"
import { langgraph } from "../peers/langgraph.ts"
import { mastraLibsql } from "../peers/mastra.ts"
import { openOurs } from "../peers/ours.ts"
import type { OpenPeer, Peer, PeerMessage } from "../peers/peer.ts"
import { type Call, takeSamples } from "../peers/take-samples.ts"

const textBytes = 900
const longSession = 1000
const rareWord = "quicksilver"
const messagesWithRareWord = 10
const sessionsInUse = 20
const messagesInEach = 10
const deltasPerReply = 200
const deltaBytes = 20
const fewSessions = 2000
const manySessions = 100_000

const random = new Random(17)
const realMessage = (): PeerMessage => ({ role: "user", text: proseOfBytes(random, textBytes) })
const trivialMessage: PeerMessage = { role: "user", text: "The test fails. ".repeat(textBytes).slice(0, textBytes) }

/** A peer with what was written to it, so that each writes and reads the same. */
interface Prepared {
  peer: Peer
  file: string
  sessions: string[]
  long: string
  /** Bytes that the long session added to the file. */
  size: number
}

/** Ours beside other stores of sessions on SQLite, on one disk and in one process, turn by turn. Installs them. */
export const peers: Measurement = {
  name: "peers",
  async run({ folder, show }) {
    const importPeer = await installPeers()
    const openers: [name: string, open: OpenPeer][] = [
      ["ours", openOurs],
      ["Mastra libsql", mastraLibsql(importPeer)],
      ["Google ADK", adkSqlite(importPeer)],
      ["LangGraph SQLite", langgraph(importPeer)],
      ["Drizzle, two tables", drizzleTables(importPeer)],
    ]
    const messages = Array.from({ length: longSession }, (_, index) => {
      const message = realMessage()
      const isMarked = index % (longSession / messagesWithRareWord) === 0
      return isMarked ? { ...message, text: `${message.text.slice(0, -rareWord.length - 1)} ${rareWord}` } : message
    })
    const prepared = new Map<Peer, Prepared>()
    const missing = new Map<string, string>()
    for (const [name, open] of openers) {
      console.error(`  filling ${name} …`)
      try {
        const filled = await prepare(join(folder, name.replaceAll(/\W/g, "-")), open, messages)
        prepared.set(filled.peer, filled)
      } catch (error) {
        if (name === "ours") throw error
        missing.set(name, String(error).split("\n")[0] ?? "")
      }
    }
    const all = [...prepared.keys()]
    const [ours, ...others] = all
    if (ours === undefined) throw new Error("Ours comes first.")
    const of = (peer: Peer): Prepared => prepared.get(peer) as Prepared // Each was put in above.
    const session = (peer: Peer, round: number) => of(peer).sessions[round % sessionsInUse] as string // There are so many.

    const compared: Compared[] = []
    const measure = async (what: string, rounds: number, work: Work, shares: number[], call: Call) => {
      console.error(`  ${what} …`)
      const samples = await takeSamples(all, rounds, call)
      const target = (peer: Peer) => budgetOf(work, peer)
      for (const share of shares)
        compared.push({ what: shares.length > 1 ? `${what}, p${share * 100}` : what, samples, share, target })
    }
    const middleAndTail = [0.5, 0.99]
    await measure("create", 300, "create", middleAndTail, (peer, round) => () => peer.create(`Fix the parser ${round}`))
    await measure(
      "append 900 bytes, trivial text",
      300,
      "append",
      middleAndTail,
      (peer, round) => () => peer.append(session(peer, round), trivialMessage),
    )
    const texts = Array.from({ length: 310 }, realMessage)
    await measure(
      "append 900 bytes, real text",
      300,
      "append",
      middleAndTail,
      (peer, round) => () => peer.append(session(peer, round), texts[round] ?? trivialMessage),
    )
    const deltas = Array.from({ length: deltasPerReply }, () => proseOfBytes(random, deltaBytes))
    await measure(
      "reply of 200 deltas, each stored",
      9,
      "each delta",
      [0.5],
      (peer, round) =>
        peer.storeEachDelta && (() => peer.storeEachDelta?.(session(peer, round), deltas) ?? Promise.resolve()),
    )
    await measure(
      "reply of 200 deltas, at once, as an application stores it",
      41,
      "reply",
      [0.5],
      (peer, round) => () => peer.reply(session(peer, round), deltas),
    )
    const found = (what: string, least: number, finding: Promise<number>) =>
      finding.then((count) => assertFound(what, count, least))
    await measure("last 50 of 1,000", 41, "last", [0.5], (peer) => {
      const { last } = peer
      return last && (() => found(peer.name, 50, last(of(peer).long, 50)))
    })
    await measure("all 1,000", 15, "all", [0.5], (peer) => () => found(peer.name, longSession, peer.all(of(peer).long)))
    await measure(
      `search a word in 10 of ${longSession.toLocaleString("en")} messages`,
      41,
      "search",
      [0.5],
      (peer) => {
        const { search } = peer
        return search && (() => found(peer.name, messagesWithRareWord, search(rareWord)))
      },
    )
    for (const [total, rounds] of [
      [fewSessions, 41],
      [manySessions, 11],
    ] as const) {
      console.error(`  ${total} sessions …`)
      for (const peer of all) await peer.multiply?.(total)
      await measure(`list 20 of ${total.toLocaleString("en")} sessions`, rounds, "list", [0.5], (peer) => {
        const { list } = peer
        return list && (() => found(peer.name, 20, list(20)))
      })
    }
    for (const peer of all) await peer.close()
    const payload = messages.reduce((sum, { role, text }) => sum + jsonBytes(role, text), 0)
    show(aboutTable(all, missing))
    show(timesTable("beside the peers: time, the ratio of ours to it, and the target", ours, others, compared))
    show(
      sizesTable(
        all.map((peer) => of(peer)),
        payload,
      ),
    )
    return [...results(ours, others, compared), sizeResult(of(ours), payload)]
  },
}

async function prepare(folder: string, open: OpenPeer, messages: readonly PeerMessage[]): Promise<Prepared> {
  mkdirSync(folder)
  const file = join(folder, "sessions.db")
  const peer = await open(file)
  const sessions: string[] = []
  for (let count = 0; count < sessionsInUse; count += 1) {
    const id = await peer.create(`Session ${count}`)
    sessions.push(id)
    for (let index = 0; index < messagesInEach; index += 1) await peer.append(id, realMessage())
  }
  const before = bytesOf(file)
  const long = await peer.fill(messages)
  return { peer, file, sessions, long, size: bytesOf(file) - before }
}

/** A search that finds too little would look fast. */
function assertFound(name: string, count: number, least: number): void {
  if (count < least) throw new Error(`${name} found ${count} of ${least}.`)
}

/** The bytes of a database, those in its log included. */
const bytesOf = (file: string): number =>
  Number(runInProcess(file, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0])

/** As any of them would give the message to a program. */
const jsonBytes = (role: string, text: string): number =>
  Buffer.byteLength(JSON.stringify({ id: "msg_00000000000000000000000000", role, parts: [{ type: "text", text }] }))

const sizesTable = (prepared: readonly Prepared[], payload: number): Table => ({
  title: "bytes that a session of 1,000 messages adds to the file, as a multiple of its messages as JSON",
  columns: prepared.map(({ peer }) => peer.name),
  rows: [prepared.map(({ size }) => (size / payload).toFixed(2))],
})

const sizeResult = ({ size }: Prepared, payload: number): Result => ({
  what: "a session of 1,000 messages on disk (baseline: its messages as JSON)",
  ours: size / 1e6,
  baseline: payload / 1e6,
  unit: "MB",
  ratio: size / payload,
  // Texts of 900 bytes: docs/performance.md says what takes the rest.
  budget: { most: 2.75 },
})
