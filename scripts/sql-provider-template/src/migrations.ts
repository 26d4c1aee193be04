import type { Migration } from "@opencode/session-core/drizzle"

// The script "migrations" generates this file.
export const migrations: Migration[] = []
