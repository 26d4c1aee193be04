import { setTimeout as sleep } from "node:timers/promises"
import { createSessionStore } from "@opencode/session-core"
import { SessionStorageError } from "@opencode/session-core/provider"
import { createDatabase, describeServers, startServer } from "session-test-servers/mysql"
import { printRows } from "session-test-suites/print-rows"
import { expect, onTestFinished, test } from "vitest"
import { freshStore, scope } from "../support/fresh-store.ts"

const outage = 5 * 60_000

/** Sends a message until it is answered, as docs/using.md says. Gives how often it failed, and how long the longest try took. */
async function appendPersistently(append: () => Promise<unknown>): Promise<{ codes: string[]; longest: number }> {
  const codes: string[] = []
  let longest = 0
  for (;;) {
    const started = performance.now()
    try {
      await append()
      return { codes, longest }
    } catch (error) {
      if (!SessionStorageError.isInstance(error) || !error.retryable) throw error
      codes.push(`${error.code} (${error.outcome})`)
    } finally {
      longest = Math.max(longest, Math.round(performance.now() - started))
    }
  }
}

describeServers(
  "a server that is away for five minutes",
  (shared) => {
    test(
      "a reply that streams loses no word, a watch goes on, and messages that are sent again are stored once",
      async () => {
        const server = await startServer(shared)
        onTestFinished(() => server.close())
        const { provider } = await freshStore(server, {}, await createDatabase(server))
        const store = createSessionStore({ provider, scope, author: null })
        await store.sessions.create({ id: "s" })
        const controller = new AbortController()
        const seen: number[] = []
        const watching = (async () => {
          for await (const change of store.sessions.watch("s", { signal: controller.signal }))
            seen.push(change.revision)
        })()
        const reply = store.messages.stream("s", { role: "assistant" })
        let words = ""
        const speaking = setInterval(() => {
          reply.text("word ")
          words += "word "
        }, 100)
        await sleep(1000)
        await server.stop()
        const appended = [0, 1, 2].map((index) =>
          appendPersistently(() =>
            store.messages.append(
              "s",
              { role: "user", parts: [{ type: "text", text: `${index}` }] },
              { batchId: `b${index}` },
            ),
          ),
        )
        await sleep(outage)
        await server.start()
        const started = performance.now()
        const results = await Promise.all(appended)
        clearInterval(speaking)
        await reply.complete()
        const recovery = Math.round(performance.now() - started)
        const { messages } = await store.messages.list("s")
        const texts = messages.map(({ parts }) => parts.map(({ data }) => data.text).join(""))
        expect(texts.toSorted()).toEqual(["0", "1", "2", words].toSorted())
        const { revision, messageCount } = await store.sessions.require("s")
        await expect.poll(() => seen.at(-1), { timeout: 30_000 }).toBe(revision)
        controller.abort()
        await watching
        expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
        printRows("Five minutes without a server", [
          {
            server: shared.kind,
            "the reply": `${words.length / 5} words, none lost`,
            "tries that failed": results.reduce((sum, { codes }) => sum + codes.length, 0),
            with: [...new Set(results.flatMap(({ codes }) => codes))].join(", "),
            "longest try (ms)": Math.max(...results.map(({ longest }) => longest)),
            "all stored after (ms)": recovery,
            "rows doubled": messages.length - 4 + (messageCount - 4),
            watched: `${seen.length} changes, none twice`,
          },
        ])
      },
      outage + 180_000,
    )
  },
  { startable: true },
)
