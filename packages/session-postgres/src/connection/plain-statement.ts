import type { SqlCommand } from "@opencode/session-core/drizzle"

/** A statement without parameters, as a command. It is never prepared: its object is another each time. */
export const plainStatement = (sql: string): SqlCommand => ({
  statement: { sql, valuesOf: () => [], decoded: [] },
  values: [],
})
