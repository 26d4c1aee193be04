import { costToNanos, nanosToCost, noUsage, type Session, type SessionStore, type Usage } from "@opencode/session-core"
import type { DayStatistics } from "../schemas/index.ts"

const millisecondsPerDay = 24 * 60 * 60 * 1000

/** How many sessions are kept in mind. */
const maximumKnown = 2000

/** What the sessions of a store took on each day. Keeps in mind what it found of a session at a revision: reading a long one takes time. */
export class UsageByDay {
  readonly #known = new Map<string, { revision: number; days: Map<string, DayStatistics> }>()

  /**
   * The last days, oldest first. Days on which no message took anything are left out, and deleted sessions do not count.
   *
   * The store keeps totals by session only: a session that began and ended on one day counts with them, and of the others the
   * messages are read, once for each revision.
   */
  async of(store: SessionStore, dayCount: number): Promise<DayStatistics[]> {
    const from = dateOf(Date.now() - (dayCount - 1) * millisecondsPerDay)
    const days = new Map<string, DayStatistics>()
    for (const state of ["active", "archived"] as const) {
      for await (const session of store.sessions.all({ state })) {
        // Last changed first: the rest is older.
        if (dateOf(session.updatedAt) < from) break
        for (const day of (await this.#daysOf(store, session)).values()) {
          if (day.date >= from) addTo(days, day.date, day.usage, day.messages)
        }
      }
    }
    return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
  }

  async #daysOf(store: SessionStore, session: Session): Promise<Map<string, DayStatistics>> {
    const days = new Map<string, DayStatistics>()
    const date = dateOf(session.createdAt)
    if (Object.values(session.usage).every((amount) => amount === 0)) return days
    if (date === dateOf(session.updatedAt)) {
      addTo(days, date, session.usage, session.messageCount)
      return days
    }
    const before = this.#known.get(session.id)
    if (before?.revision === session.revision) return before.days
    for await (const { createdAt, usage } of store.messages.all(session.id, { partial: true })) {
      addTo(days, dateOf(createdAt), usage ?? noUsage, 1)
    }
    if (this.#known.size >= maximumKnown) this.#known.clear()
    this.#known.set(session.id, { revision: session.revision, days })
    return days
  }
}

function addTo(days: Map<string, DayStatistics>, date: string, usage: Usage, messages: number): void {
  const day = days.get(date) ?? { date, usage: noUsage, messages: 0 }
  const sum = { ...day.usage }
  for (const key of Object.keys(noUsage) as (keyof Usage)[]) sum[key] += usage[key] // Its own keys.
  // As the store's own totals: exact in billionths.
  sum.cost = nanosToCost(costToNanos(sum.cost))
  days.set(date, { date, usage: sum, messages: day.messages + messages })
}

/** The day in the server's time zone, in a form that sorts. */
function dateOf(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, "0")
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
