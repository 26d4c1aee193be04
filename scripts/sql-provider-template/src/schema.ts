import { tablesOf } from "@opencode/session-core/drizzle"
import { columnKit } from "./column-kit.ts"

/** The shared schema as tables. drizzle-kit finds tables among a module's exports. */
export const {
  project,
  projectAlias,
  session,
  departedSession,
  message,
  part,
  fileVersion,
  tombstone,
  receipt,
  changeFeed,
} = tablesOf(columnKit)
