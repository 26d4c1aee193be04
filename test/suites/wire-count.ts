import { afterAll, expect, test } from "vitest"
import { apply, create, message, scope, text } from "./fresh-changes.ts"
import type { MakeStore } from "./fresh-store.ts"
import { printRows } from "./print-rows.ts"

/** What a caller may have to wait for, in round trips. */
const most = {
  "apply with 1 change": 1,
  "apply with 100 changes": 1,
  "apply with expectedRevision": 1,
  "apply that creates a session": 1,
  "one session": 1,
  "a page of 50 sessions": 1,
  "a page of 50 messages with their parts": 2,
  search: 1,
  changes: 1,
  "changed sessions": 1,
  "open with a current schema, after the handshake": 3,
}

type Call = keyof typeof most

/** `title` names the server in the table that is printed. */
export function describeWireCount(title: string, freshStore: MakeStore): void {
  const counted: Partial<Record<Call, number>> = {}
  afterAll(() =>
    printRows(
      `Packets that a client sends (${title})`,
      Object.entries(most).map(([call, budget]) => ({ call, packets: counted[call as Call], "at most": budget })),
    ),
  )

  test("no call on a warm pool takes more packets than it should, so that a server 40 ms away takes 40 ms", async () => {
    const { provider, wire } = await freshStore()
    await apply(provider, "s", [create(), message("m"), text("m", "p", "a needle")])
    const messages = Array.from({ length: 60 }, (_, index) => [message(`m${index}`), text(`m${index}`, "p", "x")])
    await apply(provider, "s", messages.flat())
    for (let index = 0; index < 60; index += 1) await apply(provider, `s${index}`, [create()])
    const { connections } = wire
    const hundred = Array.from({ length: 100 }, (_, index) => text("m", `p${index}`, "x"))
    const calls: [Call, () => Promise<unknown>][] = [
      ["apply with 1 change", () => apply(provider, "s", [text("m", "p", "another needle")])],
      ["apply with 100 changes", () => apply(provider, "s", hundred)],
      ["apply with expectedRevision", () => apply(provider, "s", [text("m", "q", "x")], { expectedRevision: 224 })],
      ["apply that creates a session", () => apply(provider, "t", [create()])],
      ["one session", () => provider.getSession({ scope, sessionId: "s" })],
      ["a page of 50 sessions", () => provider.listSessions({ scope, state: "active", limit: 50 })],
      [
        "a page of 50 messages with their parts",
        () => provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 50 }),
      ],
      ["search", () => provider.search({ scope, text: "needle", limit: 50 })],
      ["changes", () => provider.changes({ scope, sessionId: "s", since: 0, limit: 50 })],
      ["changed sessions", () => provider.sessionChanges({ scope, limit: 50 })],
    ]
    for (const [name, call] of calls) {
      counted[name] = await wire.count(call)
      // A call that sends nothing would pass, too.
      expect(counted[name], name).toBeGreaterThanOrEqual(1)
      expect(counted[name], name).toBeLessThanOrEqual(most[name])
    }
    expect(wire.connections).toBe(connections)
  })

  test("opening a store whose schema is current takes three packets after the handshake, on one connection", async () => {
    const { openWith, wire } = await freshStore()
    const { connections } = wire
    const name = "open with a current schema, after the handshake"
    counted[name] = await wire.count(async () => {
      const provider = await openWith({})
      await provider.migrate()
      await provider.getProject("app")
    })
    expect(counted[name]).toBeLessThanOrEqual(most[name])
    expect(wire.connections).toBe(connections + 1)
  })
}
