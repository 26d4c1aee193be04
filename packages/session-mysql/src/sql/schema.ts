import { tablesOf } from "@opencode/session-core/drizzle"
import { mysqlColumnKit } from "./column-kit.ts"

/** The shared schema as MySQL's tables. */
export const schema = tablesOf(mysqlColumnKit)

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
