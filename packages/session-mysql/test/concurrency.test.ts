import { fork } from "node:child_process"
import { once } from "node:events"
import type { Change } from "@opencode/session-core/provider"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { bundleProgram } from "session-test-support/bundle-program"
import { soon } from "session-test-support/soon"
import { expect, onTestFinished, test } from "vitest"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

const writer = await bundleProgram(new URL("./support/write-messages.ts", import.meta.url))

describeServers("many at once", (server) => {
  test("12 processes × 20 messages on one session: 240, no revision missing, totals exact, no error", async () => {
    const { provider, database } = await freshStore(server)
    await apply(provider, "s", [create()])
    const dsn = database.dsn()
    const ends = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const child = fork(writer, [JSON.stringify({ dsn, name: `w${index}`, count: 20 })], { stdio: "inherit" })
        onTestFinished(() => void child.kill())
        const [code] = await once(child, "exit")
        return code
      }),
    )
    expect(ends).toEqual(Array(12).fill(0))
    const session = await provider.getSession({ scope, sessionId: "s" })
    expect(session).toMatchObject({ messageCount: 240, revision: 481, usage: { input: 240, output: 480 } })
    const { messages } = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1000 })
    expect(new Set(messages.map(({ position }) => position)).size).toBe(240)
    const { changes } = await provider.changes({ scope, sessionId: "s", since: 0, limit: 1000 })
    expect(changes.map(({ revision }) => revision)).toEqual(Array.from({ length: 481 }, (_, index) => index + 1))
  })

  test("200 callers and ten connections: all are served, in turn", async () => {
    const { provider, wire } = await freshStore(server)
    const callers = Array.from({ length: 200 }, (_, index) => index)
    const calling = () => callers.map((index) => provider.getSession({ scope, sessionId: `session-${index}` }))
    const commands = await wire.during(() => soon("every caller is served", Promise.all(calling()), 45_000))
    expect(wire.connections).toBeLessThanOrEqual(10)
    const asked = commands.flatMap(({ text }) => /'session-(\d+)'/.exec(text)?.[1] ?? []).map(Number)
    expect(asked.toSorted((a, b) => a - b)).toEqual(callers)
    // Who opens a connection waits for the server. Of the others, who wait for a free one, nobody is overtaken by many more than
    // there are connections: as the requests arrive, since a server may take its time for any of them.
    const waited = asked.filter((index) => index >= 10)
    for (const [place, index] of waited.entries()) expect(Math.abs(place + 10 - index)).toBeLessThan(30)
  })

  test("a lock that another client holds for longer than one try waits is waited for", async () => {
    const { provider, database, wire } = await freshStore(server)
    await apply(provider, "s", [create(), message("m")])
    const other = await connectAsAdministrator(server)
    try {
      await other.query(`USE \`${database.name}\`; START TRANSACTION; SELECT id FROM session WHERE id = 's' FOR UPDATE`)
      const triedAgain = wire.sent(/START TRANSACTION/, 2)
      const writing = apply(provider, "s", [text("m", "p", "x")])
      await soon("the write is tried again", triedAgain, 60_000)
      await other.query("ROLLBACK")
      expect(await writing).toBe(3)
    } finally {
      await other.end()
    }
  })

  test("a subtree that changes waits for no other session's writer: nobody's agent holds up who tidies up", async () => {
    const { provider, database } = await freshStore(server)
    await apply(provider, "s", [create(), message("m"), text("m", "p", "x")])
    await apply(provider, "child", [create("A child", "app", "s"), message("m")])
    await apply(provider, "other", [create(), message("m"), text("m", "p", "x")])
    const writer = await connectAsAdministrator(server)
    try {
      await writer.query(`USE \`${database.name}\`; START TRANSACTION`)
      for (const table of ["session", "message", "part"]) {
        await writer.query(
          `SELECT * FROM ${table} WHERE ${table === "session" ? "id" : "session_id"} = 'other' FOR UPDATE`,
        )
      }
      const changes: Change[] = [
        { type: "session.delete" },
        { type: "session.restore" },
        { type: "session.move", projectId: "elsewhere" },
        { type: "session.purge" },
      ]
      for (const change of changes) {
        await soon(change.type, apply(provider, "s", [change], { scope: { allProjects: true } }))
      }
    } finally {
      await writer.end()
    }
  })

  test("an application that never closes its store exits by itself", async () => {
    const { provider, database } = await freshStore(server)
    await apply(provider, "s", [create()])
    const program = JSON.stringify({ dsn: database.dsn(), name: "w", count: 1, leaveOpen: true })
    const child = fork(writer, [program], { stdio: "inherit" })
    onTestFinished(() => void child.kill("SIGKILL"))
    const [code] = await soon("the application exits", once(child, "exit"), 60_000)
    expect(code).toBe(0)
  })
})
