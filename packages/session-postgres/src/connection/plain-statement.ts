import type { RenderedStatement, SqlCommand } from "@opencode/session-core/drizzle"

const plain = new WeakSet<RenderedStatement>()

/** A statement without parameters that is run once: the server does not keep it. */
export function plainStatement(sql: string): SqlCommand {
  const command = constantStatement(sql)
  plain.add(command.statement)
  return command
}

/** A statement without parameters that is run again and again. */
export const constantStatement = (sql: string): SqlCommand => ({
  statement: { sql, valuesOf: () => [], decoded: [] },
  values: [],
})

/** Whether a statement is run once. */
export const isPlain = (statement: RenderedStatement): boolean => plain.has(statement)
