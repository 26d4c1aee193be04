import { tablesOf } from "@opencode/session-core/drizzle"
import { postgresColumnKit } from "./column-kit.ts"

/** The shared schema as PostgreSQL's tables. */
export const schema = tablesOf(postgresColumnKit)

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
