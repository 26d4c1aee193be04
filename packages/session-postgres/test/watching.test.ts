import { createSessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { connectAsAdministrator, describeServers } from "session-test-servers/postgres"
import { soon } from "session-test-support/soon"
import { expect, onTestFinished, test, vi } from "vitest"
import { breakConnections } from "./support/break-connections.ts"
import { apply, create, freshStore, message, scope } from "./support/fresh-store.ts"

describeServers("watchers of other processes", (server) => {
  test("see a write because its writer tells of it, and not only at their next turn", async () => {
    const { provider, openDirectly, wire } = await freshStore(server)
    const writer = await openDirectly()
    await apply(writer, "s", [create()])
    let looks = 0
    const counted: SessionProvider = {
      ...provider,
      async changes(query) {
        const page = await provider.changes(query)
        looks += 1
        return page
      },
    }
    const store = createSessionStore({ provider: counted, scope, author: null })
    const listening = wire.sent(/LISTEN opencode_session/)
    // No turn of the watcher's own ever comes.
    vi.useFakeTimers({ toFake: ["setTimeout"] })
    try {
      const watch = store.sessions.watch("s", { since: 1 })
      const coming = watch.next()
      await listening
      // The first look, and the one that follows the beginning of listening.
      await expect.poll(() => looks).toBe(2)
      await apply(writer, "s", [message("m")])
      expect((await coming).value).toMatchObject({ type: "message", revision: 2 })
      await watch.return(undefined)
    } finally {
      vi.useRealTimers()
    }
  })

  test("go on when the connection breaks by which they listen", async () => {
    const { provider, database, openDirectly, wire } = await freshStore(server)
    const writer = await openDirectly()
    await apply(writer, "s", [create()])
    const store = createSessionStore({ provider, scope, author: null })
    const listening = wire.sent(/LISTEN opencode_session/)
    const watch = store.sessions.watch("s", { since: 1 })
    const coming = watch.next()
    await soon("the watcher listens", listening)
    const again = wire.sent(/LISTEN opencode_session/)
    await breakConnections(server, database.name)
    await soon("the watcher listens again", again, 30_000)
    await apply(writer, "s", [message("m")])
    expect((await soon("the watch shows the change", coming)).value).toMatchObject({ revision: 2 })
    await watch.return(undefined)
  })

  test("leave no connection behind when they end", async () => {
    const { provider, database, wire } = await freshStore(server)
    const store = createSessionStore({ provider, scope, author: null })
    const listening = wire.sent(/LISTEN opencode_session/)
    const watch = store.watch()
    const coming = watch.next()
    await soon("the watcher listens", listening)
    await watch[Symbol.asyncDispose]()
    await coming
    const administrator = await connectAsAdministrator(server)
    onTestFinished(() => administrator.end())
    const listeners = async () => {
      const { rows } = await administrator.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN%'",
        [database.name],
      )
      return rows.length
    }
    await expect.poll(listeners).toBe(0)
  })
})
