import type { Result, Table } from "../measurement.ts"
import { quantile } from "../support/quantile.ts"
import type { Peer } from "./peer.ts"
import type { Samples } from "./take-samples.ts"

/** What was done, and how it must compare. */
export interface Compared {
  what: string
  samples: Samples
  /** The share of the samples that the compared time is not exceeded by: 0.5 for the median. */
  share: number
  /** The largest ratio of ours to a peer's. */
  target(peer: Peer): number
}

/** Every peer's time, and the ratio of ours to it with what it should be. */
export function timesTable(title: string, ours: Peer, peers: readonly Peer[], compared: readonly Compared[]): Table {
  return {
    title,
    columns: ["what", "ours", ...peers.map(({ name }) => name)],
    rows: compared.map((each) => [
      each.what,
      time(each, ours),
      ...peers.map((peer) => {
        if (!each.samples.has(peer)) return "has none"
        const ratio = ratioOf(each, ours, peer)
        return `${time(each, peer)}: ${ratio.toFixed(2)}, ${ratio <= each.target(peer) ? "met" : "MISSED"} ≤ ${each.target(peer)}`
      }),
    ]),
  }
}

/** The same as results. */
export const results = (ours: Peer, peers: readonly Peer[], compared: readonly Compared[]): Result[] =>
  compared.flatMap((each) =>
    peers
      .filter((peer) => each.samples.has(peer))
      .map((peer) => ({
        what: `${each.what} (baseline: ${peer.name})`,
        ours: quantileOf(each, ours),
        baseline: quantileOf(each, peer),
        unit: "ms" as const,
        ratio: ratioOf(each, ours, peer),
        budget: { most: each.target(peer) },
      })),
  )

/** What each peer keeps by default, and how it does what is no plain call. */
export const aboutTable = (peers: readonly Peer[], missing: ReadonlyMap<string, string>): Table => ({
  title: "the peers as they are by default",
  columns: ["peer", "version", "after a call has returned, kept", "notes"],
  rows: [
    ...peers.map(({ name, version, durability, notes = "" }) => [name, version, durability, notes]),
    ...[...missing].map(([name, reason]) => [name, "", "not measured", reason]),
  ],
})

const quantileOf = ({ samples, share }: Compared, peer: Peer): number => quantile(samples.get(peer) ?? [], share)

const ratioOf = (compared: Compared, ours: Peer, peer: Peer): number =>
  quantileOf(compared, ours) / quantileOf(compared, peer)

function time(compared: Compared, peer: Peer): string {
  const value = quantileOf(compared, peer)
  return Number.isNaN(value) ? "–" : `${value.toFixed(value < 10 ? 3 : 1)} ms`
}
