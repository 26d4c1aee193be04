import { setTimeout as sleep } from "node:timers/promises"
import { createSessionStore } from "@opencode/session-core"
import { nameOfSeveral } from "session-test-servers/mysql"
import { afterAll, expect, onTestFinished, test } from "vitest"
import { provider } from "../../src/index.ts"
import { migrations } from "../../src/migrations.ts"
import { describeClusters } from "../support/clusters/cluster-kinds.ts"
import { ClusterOfTests, databaseOfAll } from "../support/clusters/cluster-of-tests.ts"
import { migrateAt } from "../support/clusters/migrate-at.ts"
import { nextMigration } from "../support/clusters/next-migration.ts"
import { optionsOf } from "../support/options-of.ts"

const rounds = 10
const context = { dataDirectory: "/nowhere", environment: {} }

describeClusters("starts on several nodes", (kind) => {
  const running = new ClusterOfTests(kind)
  afterAll(() => running.close())

  /** Starts on all nodes, each a pause after the one before. */
  const migrateEverywhere = (dsns: string[], pause: number, steps = migrations) =>
    Promise.all(
      dsns.map(async (dsn, index) => {
        await sleep(pause * index)
        return migrateAt(dsn, steps)
      }),
    )

  test.each([0, 100, 300])(
    `starts and upgrades on all nodes, %i ms apart, ${rounds} times: none fails, and the cluster stays whole`,
    async (pause) => {
      const cluster = await running.whole()
      for (let round = 0; round < rounds; round += 1) {
        const { dsns, drop } = await databaseOfAll(cluster)
        for (const steps of [migrations, [...migrations, nextMigration]]) {
          const reports = await migrateEverywhere(dsns, pause, steps)
          expect(reports.map(({ pending }) => pending)).toEqual(dsns.map(() => []))
          expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
        }
        expect(await cluster.isWhole()).toBe(true)
        await drop()
      }
    },
  )

  test.skipIf(!kind.allTakeWrites)(
    "replies that stream through one name for all nodes lose nothing, and watches never go back",
    async () => {
      const cluster = await running.whole()
      const { dsn, dsns } = await databaseOfAll(cluster)
      await migrateEverywhere(dsns, 0)
      const name = await nameOfSeveral([...cluster.nodes])
      onTestFinished(() => name.close())
      const opened = await provider.open(optionsOf({ dsn: dsn(name) }), context)
      const store = createSessionStore({ provider: opened, scope: { projectId: "p" }, author: null })
      onTestFinished(() => store.close())
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let turn = 0; turn < 10; turn += 1) {
            const { id } = await store.sessions.create({ title: "A session" })
            const ended = new AbortController()
            const seen: number[] = []
            const watching = (async () => {
              for await (const { revision } of store.sessions.watch(id, { since: 0, signal: ended.signal }))
                seen.push(revision)
            })()
            const reply = store.messages.stream(id, { role: "assistant" })
            const words = Array.from({ length: 20 }, (_, index) => ` ${index}`)
            for (const word of words) {
              reply.text(word)
              await sleep(10)
            }
            await reply.complete()
            const { messages } = await store.messages.list(id)
            expect(messages[0]?.parts[0]?.data.text).toBe(words.join(""))
            ended.abort()
            await watching
            expect(seen).toEqual([...seen].sort((left, right) => left - right))
          }
        }),
      )
    },
  )
})
