// Writes a package's migrations, as drizzle-kit made them, into a module: the package then needs no files at run time, and
// bundlers keep them. Run in the package's folder; an argument is what its dialect says after each CREATE TABLE (…), where
// drizzle-kit has no words for it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const here = pathToFileURL(`${process.cwd()}/`)
const folder = new URL("migrations/", here)
const output = new URL("src/migrations.ts", here)
const [tableOptions] = process.argv.slice(2)

const migrations = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => {
    const statements = readFileSync(new URL(file, folder), "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => statement.trim())
      .filter((statement) => statement !== "")
      .map((statement) =>
        // The schema that a connection is set to, which need not be the one of that name.
        statement.replaceAll('"public".', ""),
      )
      .map((statement) =>
        tableOptions === undefined ? statement : statement.replace(/^(CREATE TABLE .*\));$/s, `$1 ${tableOptions};`),
      )
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
