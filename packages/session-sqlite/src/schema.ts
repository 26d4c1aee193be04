import { tablesOf } from "@opencode/session-core/drizzle"
import { sqliteColumnKit } from "./column-kit.ts"

/** The shared schema as SQLite's tables. */
export const schema = tablesOf(sqliteColumnKit)

// drizzle-kit finds tables among a module's exports.
export const {
  project,
  projectAlias,
  session,
  sessionLabel,
  departedSession,
  message,
  part,
  fileVersion,
  tombstone,
  receipt,
  changeFeed,
  sessionUsage,
  usageTotal,
} = schema
