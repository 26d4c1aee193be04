import { readFileSync } from "node:fs"

const text = readFileSync(new URL("../../../../docs/mysql.md", import.meta.url), "utf8")

/** The statements of a block of SQL in `docs/mysql.md`: the one under this heading. What is tested is what people read. */
export const documentedStatements = (heading: string): string[] => {
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`))
  const block = /```sql\n(.*?)```/s.exec(section ?? "")?.[1]
  if (block === undefined) throw new Error(`docs/mysql.md has no SQL under "${heading}".`)
  return block
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^--.*$/gm, "").trim())
    .filter((statement) => statement !== "")
}

/** All configurations in `docs/mysql.md` that configure a provider. */
export const documentedConfigurations = (): { sessionProvider: { mysql: Record<string, unknown> } }[] =>
  [...text.matchAll(/```jsonc\n(.*?)```/gs)].map(([, json = ""]) => JSON.parse(json))

/** All DSNs in `docs/mysql.md` that an environment variable is set to. */
export const documentedDsns = (): string[] =>
  [...text.matchAll(/OPENCODE_MYSQL_DSN="([^"]+)"/g)].map(([, dsn = ""]) => dsn)
