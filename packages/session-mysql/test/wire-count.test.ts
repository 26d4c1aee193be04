import { expect, test } from "vitest"
import { describeServers } from "./servers/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

describeServers("round trips, counted on the wire", (server) => {
  test("every call on a warm pool is one packet, so that a server 40 ms away takes 40 ms", async () => {
    const { provider, proxy } = await freshStore(server)
    await apply(provider, "s", [create(), message("m"), text("m", "p", "a needle")])
    const packets = async (call: () => Promise<unknown>): Promise<number> => {
      proxy.reset()
      await call()
      expect(proxy.connections).toBe(0)
      return proxy.commands
    }
    const hundred = Array.from({ length: 100 }, (_, index) => text("m", `p${index}`, "x"))
    expect({
      "apply, 1 change": await packets(() => apply(provider, "s", [text("m", "p", "another needle")])),
      "apply, 100 changes": await packets(() => apply(provider, "s", hundred)),
      "apply, expected revision": await packets(() =>
        apply(provider, "s", [text("m", "q", "x")], { expectedRevision: 104 }),
      ),
      "apply, creation": await packets(() => apply(provider, "t", [create()])),
      "one session": await packets(() => provider.getSession({ scope, sessionId: "s" })),
      "50 sessions": await packets(() => provider.listSessions({ scope, state: "active", limit: 50 })),
      "50 messages with parts": await packets(() =>
        provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 50 }),
      ),
      search: await packets(() => provider.search({ scope, text: "needle", limit: 50 })),
      changes: await packets(() => provider.changes({ scope, sessionId: "s", since: 0, limit: 50 })),
      "changed sessions": await packets(() => provider.sessionChanges({ scope, limit: 50 })),
    }).toEqual({
      "apply, 1 change": 1,
      "apply, 100 changes": 1,
      "apply, expected revision": 1,
      "apply, creation": 1,
      "one session": 1,
      "50 sessions": 1,
      "50 messages with parts": 1,
      search: 1,
      changes: 1,
      "changed sessions": 1,
    })
  })

  test("opening a store whose schema is current takes three packets after the handshake", async () => {
    const { open, proxy } = await freshStore(server)
    proxy.reset()
    const provider = await open()
    await provider.migrate()
    await provider.getProject("app")
    expect({ commands: proxy.commands, connections: proxy.connections }).toEqual({ commands: 3, connections: 1 })
  })
})
