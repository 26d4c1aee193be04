import { tableNames } from "@opencode/session-core/drizzle"

/** Leaves a migrated schema as the migrations leave it, in one statement. */
export const emptying = `TRUNCATE ${tableNames.map((name) => `"${name}"`).join(", ")} RESTART IDENTITY`
