import { setTimeout as sleep } from "node:timers/promises"
import { createSessionStore } from "@opencode/session-core"
import { runMigrations } from "@opencode/session-core/drizzle"
import {
  createDatabase,
  describeServers,
  nameOfSeveral,
  type RunningServer,
  startGroup,
  statesOf,
} from "session-test-servers/mysql"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { MysqlConnection } from "../../src/connection/mysql-connection.ts"
import { provider } from "../../src/index.ts"
import { mysqlMigrationTarget } from "../../src/migration/mysql-migration-target.ts"
import { migrations } from "../../src/migrations.ts"
import { optionsOf } from "../support/options-of.ts"

const rounds = 10
const context = { dataDirectory: "/nowhere", environment: {} }
const isOnline = ["ONLINE", "ONLINE", "ONLINE"]

describeServers(
  "a group with three primaries",
  (shared) => {
    let members: RunningServer[] = []
    beforeAll(async () => {
      members = await startGroup(shared, 3)
    }, 180_000)
    afterAll(() => Promise.all(members.map((member) => member.close())))

    /** A database that all members have. */
    async function emptyDatabase() {
      const [first] = members
      if (first === undefined) throw new TypeError("The group has no members.")
      const database = await createDatabase(first)
      const dsns = members.map(({ host, port }) => database.dsn({ host, port }))
      for (const dsn of dsns) {
        const connection = new MysqlConnection(optionsOf({ dsn }))
        await expect
          .poll(() => connection.readText(["SELECT 1"]).then(() => true, String), { timeout: 20_000 })
          .toBe(true)
        await connection.close()
      }
      return { ...database, dsns }
    }

    /** Starts on all members, each a pause after the one before. */
    async function migrateEverywhere(dsns: string[], pause: number, steps = migrations) {
      return Promise.all(
        dsns.map(async (dsn, index) => {
          await sleep(pause * index)
          const options = optionsOf({ dsn })
          const connection = new MysqlConnection(options)
          try {
            return await runMigrations(mysqlMigrationTarget(connection, options), steps)
          } finally {
            await connection.close()
          }
        }),
      )
    }

    test.each([0, 100, 300])(
      `starts and upgrades on all members, %i ms apart, ${rounds} times: none fails, and the group stays whole`,
      { timeout: 300_000 },
      async (pause) => {
        for (let round = 0; round < rounds; round += 1) {
          const { dsns } = await emptyDatabase()
          const next = {
            name: "9999_next",
            statements: [
              "ALTER TABLE `session` ADD COLUMN `extra` bigint;",
              "CREATE INDEX `session_extra` ON `session` (`extra`);",
            ],
          }
          for (const steps of [migrations, [...migrations, next]]) {
            const reports = await migrateEverywhere(dsns, pause, steps)
            expect(reports.map(({ pending }) => pending)).toEqual([[], [], []])
            expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
          }
          for (const member of members) expect(await statesOf(member)).toEqual(isOnline)
        }
      },
    )

    test("replies that stream through one name for all members lose nothing, and watches never go back", {
      timeout: 120_000,
    }, async () => {
      const { dsn, dsns } = await emptyDatabase()
      await migrateEverywhere(dsns, 0)
      const name = await nameOfSeveral(members)
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
    })
  },
  { startable: true, kind: "mysql" },
)
