import { setTimeout as delay } from "node:timers/promises"
import { createSessionStore } from "@opencode/session-core"
import type { Change, SessionProvider } from "@opencode/session-core/provider"
import {
  createDatabase,
  describeServers,
  nameOfSeveral,
  type Replica,
  type RunningServer,
  replicate,
  startServer,
} from "session-test-servers/mysql"
import { apply, create, message, scope, text } from "session-test-suites/fresh-changes"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { optionsOf } from "./support/options-of.ts"

/** How long the replica shows an old state, milliseconds. */
const lag = 400

describeServers(
  "a name that leads to a server and to a replica that lags",
  (shared) => {
    let source: RunningServer
    let server: RunningServer
    let replica: Replica
    beforeAll(async () => {
      const start = (id: number) =>
        startServer(shared, { arguments: ["--log-bin", `--server-id=${id}`, "--binlog-format=ROW"] })
      ;[source, server] = await Promise.all([start(1), start(2)])
      replica = await replicate(source, server)
    })
    afterAll(async () => {
      await replica?.end()
      await Promise.all([source?.close(), server?.close()])
    })

    /** A provider with a session, whose connections lead to both. The next writes are not on the replica before `resume`. */
    async function openWithSession() {
      const database = await createDatabase(source)
      const context = { dataDirectory: "/nowhere", environment: {} }
      const open = async (at: { host: string; port: number }) => {
        const opened = await provider.open(optionsOf({ dsn: database.dsn(at) }), context)
        onTestFinished(() => opened.close())
        return opened
      }
      await (await open(source)).migrate()
      // As a replica, it waits for what comes from its source.
      await expect.poll(async () => (await open(server)).migrate().then(({ pending }) => pending, String)).toEqual([])
      const name = await nameOfSeveral([source, server])
      onTestFinished(() => name.close())
      const store = await open(name)
      await apply(store, "s", [create()])
      await expect.poll(async () => (await open(server)).getSession({ scope, sessionId: "s" })).not.toBeNull()
      // Several at once have a connection each.
      await Promise.all(Array.from({ length: 4 }, () => store.getSession({ scope, sessionId: "s" })))
      await replica.pause()
      return store
    }

    const resumeLater = async () => {
      await delay(lag)
      await replica.resume()
    }

    const readSeveral = <Result>(read: () => Promise<Result>) => Promise.all(Array.from({ length: 4 }, read))

    test("a reply that is streamed into a new session is not refused, and what was written is read", async () => {
      const store = await openWithSession()
      const resumed = resumeLater()
      await apply(store, "t", [create(), message("m")])
      expect(await apply(store, "t", [text("m", "p", "x")])).toBe(3)
      const sessions = await readSeveral(() => store.getSession({ scope, sessionId: "t" }))
      expect(sessions.map((session) => session?.revision)).toEqual([3, 3, 3, 3])
      await resumed
    })

    test("messages of a session that the replica does not have yet are listed", async () => {
      const store = await openWithSession()
      const resumed = resumeLater()
      await apply(store, "t", [create(), message("m")])
      const pages = await readSeveral(() =>
        store.listMessages({ scope, sessionId: "t", order: "oldest-first", limit: 10 }),
      )
      expect(pages.map(({ messages }) => messages.length)).toEqual([1, 1, 1, 1])
      await resumed
    })

    test("what was just written into a session is in its pages of messages, parts and files", async () => {
      const store = await openWithSession()
      const resumed = resumeLater()
      const file: Change = { type: "file.put", file: { path: "a", content: "x", createdAt: 1 } }
      await apply(store, "s", [message("m"), text("m", "p", "x"), file])
      const session = { scope, sessionId: "s" }
      const pages = await readSeveral(async () => [
        (await store.listMessages({ ...session, order: "oldest-first", limit: 10 })).messages.length,
        (await store.listParts({ ...session, messageId: "m" })).parts.length,
        (await store.listFiles({ ...session, limit: 10 })).files.length,
        (await store.getPart({ ...session, messageId: "m", partId: "p" }))?.id,
      ])
      expect(pages).toEqual(Array.from({ length: 4 }, () => [1, 1, 1, "p"]))
      await resumed
    })

    test("doctor says that there are several, and what to do", async () => {
      const store = await openWithSession()
      const { checks } = await store.check()
      expect(checks.find(({ name }) => name === "nodes")).toMatchObject({
        status: "warning",
        message: expect.stringContaining("2 servers"),
        hint: expect.stringContaining("takes writes"),
      })
      await replica.resume()
    })

    test("a watch does not go back in revisions", async () => {
      const store = await openWithSession()
      const resumed = resumeLater()
      const seen = await watched(store, 5)
      expect(seen).toEqual([1, 2, 3, 4, 5])
      await resumed
    })

    /** Revisions that a watch shows while another part of the process writes and reads. */
    async function watched(through: SessionProvider, count: number): Promise<number[]> {
      const store = createSessionStore({ provider: through, scope, author: null })
      const seen: number[] = []
      const busy = (async () => {
        for (let index = 2; index <= count; index += 1) {
          await store.sessions.rename("s", `title ${index}`)
          await readSeveral(() => store.projects.list())
        }
      })()
      for await (const { revision } of store.sessions.watch("s", { since: 0 })) {
        // One entry stands for several renames of a session that were not looked at in between.
        for (let next = (seen.at(-1) ?? 0) + 1; next < revision; next += 1) seen.push(next)
        seen.push(revision)
        if (revision >= count) break
      }
      await busy
      return seen
    }
  },
  { startable: true },
)
