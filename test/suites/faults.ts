import type { FaultMoment } from "session-test-servers/mysql-proxy"
import { afterAll, expect, test } from "vitest"
import { apply, create, message, scope, text } from "./fresh-changes.ts"
import type { FreshStore, MakeStore } from "./fresh-store.ts"
import { printRows } from "./print-rows.ts"
import { type StreamedWrites, streamWrites } from "./stream-writes.ts"

/** A fault in the middle of a stream of writes. */
export interface FaultCase<ServerError> {
  fault: string
  connectionTimeout?: number
  strike(store: FreshStore<ServerError>): unknown
  /** How many writes; 12 by default. */
  count?: number
  /** The errors that callers may see; none by default: all get their answers. */
  errors?: string[]
  /** How long a call may take, milliseconds. */
  within: number
}

/** Milliseconds. */
export const refusedFor = 700
/** Another attempt and the pauses between them, on a machine that is busy. Far less than the time-out of 30 s. */
export const recovery = 15_000

/** Seconds. The hole outlasts several time-outs, as one of 60 s outlasts those of 10 s. */
const patience = 1
const hole = 6 * patience

const casesOf = <ServerError>(endOfWrite: RegExp): FaultCase<ServerError>[] => [
  { fault: "reset before the write arrives", strike: lose(endOfWrite, "before"), within: recovery },
  { fault: "reset during the write", strike: lose(endOfWrite, "during"), within: recovery },
  { fault: "reset after the commit: the reply is lost", strike: lose(endOfWrite, "after"), within: recovery },
  { fault: "all connections reset", strike: ({ network }) => network.resetAll(), within: recovery },
  {
    fault: `connections refused for ${refusedFor} ms`,
    strike({ network }) {
      network.refuse()
      network.resetAll()
      setTimeout(() => network.refuse(false), refusedFor)
    },
    within: refusedFor + recovery,
  },
  {
    fault: "open connections lead nowhere (VPN, sleep)",
    strike: ({ network }) => network.abandonOpen(),
    // Two seconds of silence come first.
    within: 2000 + 2 * recovery,
  },
  {
    fault: "a black hole for 1 s (connectionTimeout 30 s)",
    strike({ network }) {
      network.blackHole()
      setTimeout(() => network.heal(), 1000)
    },
    within: 1000 + recovery,
  },
  {
    fault: `a black hole for ${hole} s (connectionTimeout ${patience} s)`,
    connectionTimeout: patience,
    strike({ network }) {
      network.blackHole()
      setTimeout(() => network.heal(), hole * 1000)
    },
    // As many as fall into it one after the other, and as many again that come after it.
    count: 4 * (hole / patience),
    errors: ["timeout"],
    // Whoever waited for the network to come back would wait for longer.
    within: (hole - 1) * 1000,
  },
]

/** Loses the connection of the next command that ends a write. */
export function lose(endOfWrite: RegExp, moment: FaultMoment) {
  return <ServerError>({ network }: FreshStore<ServerError>) => {
    // The loss is on purpose: nothing need be told of it.
    void network.failNext(endOfWrite, moment).catch(() => {})
  }
}

const seen: Record<string, string | number>[] = []

/** Keeps what a fault did, for the table that is printed at the end. */
export function noteFault(server: string, fault: string, { errors, slowest, lost, doubled }: StreamedWrites): void {
  const caller = errors.length === 0 ? "its answer" : `${errors.length} × ${errors[0]}`
  seen.push({
    fault,
    server,
    "the caller saw": caller,
    "longest call (ms)": slowest,
    "rows lost": lost,
    "rows doubled": doubled,
  })
}

/**
 * What was acknowledged is there, once, whatever happens on the way, and nobody waits for long.
 *
 * @param endOfWrite - what the command has that ends a write.
 */
export function describeFaults<ServerError>(
  title: string,
  freshStore: MakeStore<ServerError>,
  { endOfWrite, further = [] }: { endOfWrite: RegExp; further?: FaultCase<ServerError>[] },
): void {
  afterAll(() => printRows("Faults in the middle of a stream of writes", seen))

  test.each([...casesOf<ServerError>(endOfWrite), ...further])(
    "$fault: what was acknowledged is there, once, and nobody waits for longer than that",
    async (each) => {
      const { fault, connectionTimeout, count, errors = [], within, strike } = each
      const store = await freshStore(connectionTimeout === undefined ? {} : { connectionTimeout })
      // Looks past the network, which may still be broken.
      const reader = await store.openDirectly()
      const writes = await streamWrites(store.provider, reader, () => strike(store), count)
      noteFault(title, fault, writes)
      expect(writes).toMatchObject({ lost: 0, doubled: 0 })
      expect([...new Set(writes.errors)]).toEqual(errors)
      expect(writes.goesOn, "the last write is answered").toBe(true)
      expect(writes.slowest).toBeLessThan(within)
    },
  )

  test("after a black hole the connection is not used again, and the next call gets its answer", async () => {
    const { provider, network, wire } = await freshStore({ connectionTimeout: 3 })
    await apply(provider, "s", [create(), message("m")])
    const { connections } = wire
    network.blackHole()
    await expect(apply(provider, "s", [text("m", "p", "x")])).rejects.toMatchObject({ code: "timeout" })
    network.resetAll()
    network.heal()
    expect(await apply(provider, "s", [text("m", "p", "x")])).toBe(3)
    expect(wire.connections).toBe(connections + 1)
  })

  test("a creation whose reply is lost is there once", async () => {
    const { provider, network } = await freshStore()
    await apply(provider, "s", [create()])
    const happened = network.failNext(endOfWrite, "after")
    expect(await apply(provider, "t", [create(), message("m")])).toBe(2)
    await happened
    expect(await provider.getSession({ scope, sessionId: "t" })).toMatchObject({ revision: 2, messageCount: 1 })
  })

  test("a server that was never there is reported at once, with what to do", async () => {
    const { openWith, network } = await freshStore()
    network.refuse()
    const stranger = await openWith({})
    const started = Date.now()
    await expect(stranger.migrate()).rejects.toMatchObject({ code: "unavailable" })
    // It is not waited for until the time-out of 30 s.
    expect(Date.now() - started).toBeLessThan(15_000)
  })
}
