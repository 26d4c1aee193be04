// Writes drizzle-kit's migrations into a module: the package then needs no files at run time, and bundlers keep them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"

const folder = new URL("../migrations/", import.meta.url)
const output = new URL("../src/migrations.ts", import.meta.url)

const migrations = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => {
    const statements = readFileSync(new URL(file, folder), "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== "")
    return { name: file.replace(/\.sql$/, ""), statements }
  })

const body = migrations
  .map(
    ({ name, statements }) =>
      `  {\n    name: ${JSON.stringify(name)},\n    statements: [\n${statements
        .map((statement) => `      ${quote(statement)},`)
        .join("\n")}\n    ],\n  },`,
  )
  .join("\n")

function quote(statement) {
  return `\`${statement.replace(/[\\`$]/g, "\\$&")}\``
}

writeFileSync(
  output,
  `import type { Migration } from "@opencode/session-core/drizzle"

// Made of migrations/*.sql by \`pnpm migrations\`. Do not edit.
export const migrations: Migration[] = [
${body}
]
`,
)
