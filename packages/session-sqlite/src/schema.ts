import { sessionSchema } from "@opencode/session-core/drizzle"
import { sqliteColumnKit } from "./column-kit.ts"

/** The shared schema as SQLite's. */
export const schema = sessionSchema(sqliteColumnKit)

// drizzle-kit finds tables among a module's exports.
export const {
  project,
  projectAlias,
  session,
  departedSession,
  message,
  part,
  fileVersion,
  tombstone,
  batch,
  changeFeed,
} = schema
