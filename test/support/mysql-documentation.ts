import { readFileSync } from "node:fs"

const text = readFileSync(new URL("../../docs/mysql.md", import.meta.url), "utf8")

const section = (heading: string): string => text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? ""

/** The command lines under a heading of `docs/mysql.md` that begin with a program. */
export const documentedCommands = (heading: string, program: string): string[] =>
  [...section(heading).matchAll(/^\$ (.*)$/gm)].flatMap(([, line = ""]) =>
    line.startsWith(`${program} `) ? [line] : [],
  )

/** The statements of a block of SQL in `docs/mysql.md`: the one under this heading. What is tested is what people read. */
export const documentedStatements = (heading: string): string[] => {
  const block = /```sql\n(.*?)```/s.exec(section(heading))?.[1]
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
