// Writes migrations/*.sql, as drizzle-kit generated them, into src/migrations.ts: nothing is read from the disk at run time.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"

const migrations = readdirSync("migrations")
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => ({
    name: file.replace(/\.sql$/, ""),
    statements: readFileSync(`migrations/${file}`, "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ""),
  }))

writeFileSync(
  "src/migrations.ts",
  `import type { Migration } from "@opencode/session-core/drizzle"

// Generated from migrations/*.sql by the script "migrations". Do not edit. A migration that was published never changes.
export const migrations: Migration[] = ${JSON.stringify(migrations, null, 2)}
`,
)
