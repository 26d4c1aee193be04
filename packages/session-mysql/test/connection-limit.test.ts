import { createConnection } from "mysql2/promise"
import { administrate, describeServers } from "session-test-servers/mysql"
import { failureOf, happens } from "session-test-suites/calls"
import { expect, onTestFinished, test } from "vitest"
import { apply, create, freshStore, message, scope } from "./support/fresh-store.ts"

describeServers("a server that takes no further connection", (server) => {
  /** Of the database's user, at a time. */
  const limit = async (user: string, count: number) =>
    administrate(server, `ALTER USER '${user}'@'%' WITH MAX_USER_CONNECTIONS ${count}`)

  test("callers wait for the connections that are open, and do not besiege it", async () => {
    const { provider, database, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    await limit(database.user, 3)
    const { connections } = wire
    const count = 40
    await Promise.all(Array.from({ length: count }, (_, index) => apply(provider, "s", [message(`m${index}`)])))
    expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: count })
    // A burst finds out once; then what is open is used.
    expect(wire.connections - connections).toBeLessThanOrEqual(12)
  })

  test("when others have them all, callers wait until one is free, one at a time", async () => {
    const { provider, database, open, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    await provider.close()
    await limit(database.user, 1)
    const { host, port } = server
    const { user, password } = database
    const other = await createConnection({ host, port, user, password })
    const waiting = await open()
    const { connections } = wire
    const writes = Promise.all([1, 2, 3].map((index) => apply(waiting, "s", [message(`m${index}`)])))
    // One that was refused.
    await expect.poll(() => wire.connections).toBeGreaterThan(connections)
    await other.end()
    const revisions = await happens("the connection that is free serves every caller", writes)
    expect(revisions.toSorted()).toEqual([2, 3, 4])
  })

  test("a process that had them all leaves some to the next one", async () => {
    const { provider, database, openDirectly } = await freshStore(server)
    await apply(provider, "s", [create()])
    await limit(database.user, 3)
    await Promise.all(Array.from({ length: 12 }, (_, index) => apply(provider, "s", [message(`m${index}`)])))
    // Within its 30 seconds, though idle connections are kept for a minute.
    expect(await apply(await openDirectly(), "s", [message("next")])).toBe(14)
  })

  test("a limit that stays is reported as that, when the time of the call is up", async () => {
    const { provider, database, open, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    await provider.close()
    await limit(database.user, 1)
    const { host, port } = server
    const { user, password } = database
    const other = await createConnection({ host, port, user, password })
    onTestFinished(() => other.end())
    const waiting = await open("parseTime=true", { connectionTimeout: 5 })
    const { connections } = wire
    const calls = Array.from({ length: 10 }, (_, index) => failureOf(apply(waiting, "s", [message(`m${index}`)])))
    const failures = await happens("every caller is told", Promise.all(calls))
    for (const failure of failures) {
      expect(failure).toMatchObject({
        ...{ code: "too_many_connections", outcome: "not_written", hint: expect.stringContaining("max_connections") },
      })
    }
    // Ten callers, five seconds: each of them trying as fast as it can would be hundreds.
    expect(wire.connections - connections).toBeLessThanOrEqual(100)
  })
})
