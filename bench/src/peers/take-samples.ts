import { setImmediate as nextTurn } from "node:timers/promises"
import type { Peer } from "./peer.ts"

/** Milliseconds, by peer. */
export type Samples = Map<Peer, number[]>

/** One call for each peer that has it; undefined for one that has not. Gives how many it found, where it finds something. */
export type Call = (peer: Peer, round: number) => (() => Promise<unknown>) | undefined

const warmUps = 3

/**
 * Calls the peers in turn, another one first each time: what the machine does besides concerns all alike. Between two calls the event
 * loop turns, as it does in an application that waits for a model or a socket: what a peer leaves for later is not another one's time.
 */
export async function takeSamples(peers: readonly Peer[], rounds: number, call: Call): Promise<Samples> {
  const samples: Samples = new Map()
  for (let round = -warmUps; round < rounds; round += 1) {
    const start = (round + warmUps) % peers.length
    for (const peer of [...peers.slice(start), ...peers.slice(0, start)]) {
      const run = call(peer, round + warmUps)
      if (run === undefined) continue
      await nextTurn()
      const begin = performance.now()
      await run()
      const taken = performance.now() - begin
      if (round >= 0) samples.set(peer, [...(samples.get(peer) ?? []), taken])
    }
  }
  return samples
}
