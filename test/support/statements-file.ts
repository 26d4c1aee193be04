interface NamedStatement {
  name: string
  sql: string
}

/** Statements as a file that a person reviews: each under its name, its clauses on lines of their own. */
export function statementsFile(title: string, statements: readonly NamedStatement[]): string {
  const blocks = statements.map(({ name, sql }) => `-- ${name}\n${clauses(sql)};`)
  return `-- ${title}\n\n${blocks.join("\n\n")}\n`
}

/** What begins a line, at the depth of its parentheses. */
const begins =
  /^(?:from|where|set|values|on conflict|on duplicate key|order by|group by|limit|union|join|left join|cross join|straight_join|select|and)\b/i

const widest = 120

function clauses(sql: string): string {
  const words = sql.replace(/\s+/g, " ").trim().split(" ")
  const lines: string[] = []
  let line = ""
  let depth = 0
  for (const [index, word] of words.entries()) {
    const rest = words.slice(index, index + 3).join(" ")
    const isClause = begins.test(rest.replace(/^\(+/, "")) && line.trim() !== "" && line !== "delete"
    if (isClause || line.length + word.length > widest) {
      lines.push(line)
      line = "  ".repeat(isClause ? depth : depth + 1)
    }
    line += line.trim() === "" ? word : ` ${word}`
    depth += (word.match(/\(/g) ?? []).length - (word.match(/\)/g) ?? []).length
  }
  return [...lines, line].join("\n")
}
