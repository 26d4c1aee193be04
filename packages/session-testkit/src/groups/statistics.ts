import {
  costToNanos,
  type Message,
  nanosToCost,
  noUsage,
  type Scope,
  type Session,
  type SessionProvider,
  type StatisticsDimension,
  type StatisticsGroup,
  type Usage,
} from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages, allSessions } from "../support/read-everything.ts"
import { apply, create, everything, message, move, remove, restore, scope, usage } from "../support/samples.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const day = 24 * 60 * 60 * 1000
const firstDay = Date.UTC(2026, 10, 1)
const dimensions: StatisticsDimension[] = ["day", "model", "author", "project"]

interface Row {
  session: Session
  message: Message
}

/** The rows: every message of every session that is not deleted. */
async function rowsOf(provider: SessionProvider, where: Scope): Promise<Row[]> {
  const rows: Row[] = []
  for (const session of await allSessions(provider, where)) {
    if (session.deletedAt !== null) continue
    for (const each of await allMessages(provider, session.id)) rows.push({ session, message: each })
  }
  return rows
}

/** What the rows come to. */
function counted(rows: readonly Row[], by: StatisticsDimension): StatisticsGroup[] {
  const groups = new Map<string | null, StatisticsGroup>()
  for (const { session, message: each } of rows) {
    const { createdAt, author, model, usage: used } = each
    const key = {
      day: new Date(createdAt).toISOString().slice(0, 10),
      model: model === null ? null : `${model.providerId}/${model.modelId}`,
      author: author?.user ?? session.author?.user ?? null,
      project: session.projectId,
    }[by]
    const before = groups.get(key) ?? { key, messages: 0, usage: noUsage }
    groups.set(key, { key, messages: before.messages + 1, usage: sum(before.usage, used ?? noUsage) })
  }
  return [...groups.values()].sort((left, right) => {
    if (left.key === null || right.key === null) return Number(left.key === null) - Number(right.key === null)
    return Buffer.compare(Buffer.from(left.key), Buffer.from(right.key))
  })
}

const sum = (left: Usage, right: Usage): Usage => ({
  input: left.input + right.input,
  output: left.output + right.output,
  reasoning: left.reasoning + right.reasoning,
  cacheRead: left.cacheRead + right.cacheRead,
  cacheWrite: left.cacheWrite + right.cacheWrite,
  cost: nanosToCost(costToNanos(left.cost) + costToNanos(right.cost)),
})

/** Compares all statistics with the rows. */
async function expectExact(provider: SessionProvider): Promise<void> {
  for (const where of [scope, { projectId: "other" }, everything]) {
    const kept = (await allSessions(provider, where)).filter(({ deletedAt }) => deletedAt === null)
    const { projects, sessions, messages, usage: total } = await provider.statistics(where)
    expect({ projects, sessions, messages, usage: total }).toEqual({
      projects: new Set(kept.map(({ projectId }) => projectId)).size,
      sessions: kept.length,
      messages: kept.reduce((count, { messageCount }) => count + messageCount, 0),
      usage: kept.reduce((before, { usage: used }) => sum(before, used), noUsage),
    })
    const rows = await rowsOf(provider, where)
    for (const by of dimensions) {
      const found = await provider.statisticsBy({ scope: where, by })
      expect([where, by, found]).toEqual([where, by, counted(rows, by)])
    }
  }
}

const models = [
  null,
  { providerId: "acme", modelId: "large" },
  { providerId: "acme", modelId: "small", variant: "high" },
] as const

/** A session's messages on several days, of several models and authors. */
const messagesOf = (index: number) =>
  range(1 + (index % 3)).map((each) =>
    message(`m${each}`, {
      createdAt: firstDay + ((index + each) % 5) * day + each,
      model: models[(index + each) % 3] ?? null,
      author: [null, { user: "ann", host: "desk" }, { user: "bob", host: "box" }][(index * 2 + each) % 3] ?? null,
      usage: each === 2 ? null : { ...usage(index + 1, 0.1), output: each },
    }),
  )

const projectOf = (index: number) => (index % 7 === 0 ? "other" : "app")

/**
 * Statistics by day, model, author and project are sums over the messages, whatever became of them.
 *
 * What a user loses: the sum on the invoice: it is another one than that of the messages.
 */
export function describeStatistics(context: KitContext): void {
  /** So many that some of them were not written lately. */
  async function openWithMany(count = 70) {
    const opened = await context.open()
    for (const index of range(count)) {
      const session = { projectId: projectOf(index), author: index % 2 === 0 ? { user: "carol", host: "desk" } : null }
      await apply(opened.provider, `s${index}`, [create(session), ...messagesOf(index)], { at: firstDay + index })
    }
    return opened
  }

  describe("statistics by day, model, author and project", () => {
    it("sessions count in a project that has become another one's alias, too", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ projectId: "two" }), message("m")])
      // A session that is moved is settled, and so in the sums that are kept.
      await apply(provider, "s", [move("three")])
      await provider.putProject({ id: "one", name: "One", aliases: ["three"], createdAt: 1, takeOver: ["three"] })
      expect(await provider.statistics(everything)).toMatchObject({ projects: 1, sessions: 1, messages: 1 })
      const byProject = await provider.statisticsBy({ scope: everything, by: "project" })
      expect(byProject).toMatchObject([{ key: "three", messages: 1 }])
    })

    it("they are the sums over the messages of the sessions that are not deleted", async () => {
      const { provider } = await openWithMany()
      await expectExact(provider)
      expect((await provider.statisticsBy({ scope, by: "day" })).map(({ key }) => key)).toEqual(
        range(5).map((each) => `2026-11-0${each + 1}`),
      )
      expect((await provider.statisticsBy({ scope, by: "model" })).map(({ key }) => key)).toEqual([
        "acme/large",
        "acme/small",
        null,
      ])
    })

    it("a message that is corrected or removed counts as it is now, also in a session that nobody wrote to lately", async () => {
      const { provider } = await openWithMany()
      await expectExact(provider)
      await apply(provider, "s1", [
        message("m0", { createdAt: firstDay + 8 * day, usage: usage(1_000, 0.25), model: null }),
      ])
      await apply(provider, "s2", [{ type: "message.remove", messageId: "m1" }])
      await apply(provider, "s69", [{ type: "message.remove", messageId: "m0" }])
      await apply(provider, "s4", [{ type: "session.update", fields: { author: { user: "dora", host: "box" } } }])
      await expectExact(provider)
      for (const index of range(70))
        await apply(provider, `later${index}`, [create()], { at: firstDay + 1_000 + index })
      await expectExact(provider)
    })

    it("deleted sessions do not count, restored ones do again, and moved ones count where they are", async () => {
      const { provider } = await openWithMany()
      await expectExact(provider)
      await apply(provider, "s1", [{ type: "session.update", fields: { parentId: "s2" } }])
      // Read once more, so that nothing but the deletions comes between two looks.
      await expectExact(provider)
      for (const id of ["s2", "s3", "s68"]) await apply(provider, id, [remove])
      await expectExact(provider)
      await apply(provider, "s2", [restore])
      await apply(provider, "s5", [move("other")])
      await apply(provider, "s14", [move("app")])
      await apply(provider, "s6", [{ type: "session.purge" }])
      await apply(provider, "s67", [{ type: "session.purge" }])
      await apply(provider, "s8", [{ type: "session.update", fields: { archivedAt: 5 } }])
      await expectExact(provider)
      const { deletedSessions, archivedSessions } = await provider.statistics(everything)
      expect({ deletedSessions, archivedSessions }).toEqual({ deletedSessions: 2, archivedSessions: 1 })
      // One that is created again begins anew.
      await apply(provider, "s6", [create(), ...messagesOf(1)])
      await expectExact(provider)
    })

    it("days are counted within a time, whole days in UTC", async () => {
      const { provider } = await openWithMany()
      const rows = await rowsOf(provider, scope)
      for (const by of dimensions) {
        const [from, to] = [firstDay + day, firstDay + 3 * day]
        const inTime = rows.filter(({ message: { createdAt } }) => createdAt >= from && createdAt < to)
        expect(await provider.statisticsBy({ scope, by, from, to })).toEqual(counted(inTime, by))
      }
      const late = { createdAt: firstDay + day - 1, usage: usage(5) }
      await apply(provider, "late", [create(), message("m", late)])
      const [group] = await provider.statisticsBy({ scope, by: "day", to: firstDay + day })
      expect(group?.key).toBe("2026-11-01")
      await expectExact(provider)
    })

    it("they stay exact while several handles write, delete and move at once", async (test) => {
      const { provider, other } = await context.openTwice(test)
      for (const index of range(12)) await apply(provider, `s${index}`, [create({ projectId: projectOf(index) })])
      const writer = async (handle: SessionProvider, name: number) => {
        for (const index of range(24)) {
          const session = `s${(index * 5 + name) % 12}`
          await apply(handle, session, [
            message(`m${name}-${index % 4}`, { usage: usage(index, 0.01), model: models[index % 3] ?? null }),
          ])
        }
      }
      const mover = async (handle: SessionProvider) => {
        for (const index of range(6)) {
          await apply(handle, `s${index}`, [move(index % 2 === 0 ? "other" : "app")])
          await apply(handle, `s${index + 6}`, [remove])
          await apply(handle, `s${index + 6}`, [restore])
        }
      }
      await Promise.all([writer(provider, 0), writer(other, 1), writer(provider, 2), mover(other)])
      await expectExact(provider)
      await expectExact(other)
    })

    it("an application counts by a name, and is told which there are", async () => {
      const { provider, store } = await context.open()
      await store.sessions.create({ id: "s" })
      await store.messages.append("s", { role: "assistant", usage: usage(3), model: { providerId: "p", modelId: "m" } })
      expect(await store.statisticsBy("model")).toEqual([{ key: "p/m", messages: 1, usage: usage(3) }])
      expect(await storeOf(provider, "elsewhere").statisticsBy("day")).toEqual([])
      await expectError(store.statisticsBy("weekday" as "day"), "invalid_input") // As JavaScript may.
      await expectError(store.statisticsBy("day", { from: -1 }), "invalid_input")
    })
  })
}
