import type { Usage } from "./usage.ts"

/** What a scope holds. Deleted sessions do not count, except in `deletedSessions`. */
export interface Statistics {
  /** Projects that have sessions. */
  projects: number
  /** Sessions, archived ones included. */
  sessions: number
  /** Those of them that are archived. */
  archivedSessions: number
  /** Sessions that are hidden and were not purged yet. */
  deletedSessions: number
  /** Messages of all sessions. */
  messages: number
  /** What all sessions took. */
  usage: Usage
}

/** What messages are counted by. */
export type StatisticsDimension = "day" | "model" | "author" | "project"

/** What the messages of one day, model, author or project took. */
export interface StatisticsGroup {
  /**
   * A day in UTC, such as `2026-11-28`, by the message's `createdAt`; a model as `provider/id`; the login name of the message's author,
   * or of its session's where the message has none; a project's id. Null for messages without a model or an author.
   */
  key: string | null
  /** How many messages there are. */
  messages: number
  /** What they took. */
  usage: Usage
}
