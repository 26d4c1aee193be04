import type { Row } from "@opencode/session-core/drizzle"
import type { MysqlOptions } from "./options.ts"
import type { ServerConnection } from "./server-connection.ts"
import {
  assertSettings,
  assignments,
  assignmentsOfDsn,
  namesAndTransaction,
  readings,
  serverFacts,
  settingsStatements,
} from "./session-settings.ts"
import type { Purpose } from "./session-variables.ts"
import { errorNumber, meaningOf } from "./translate-error.ts"

/** What a server was seen to refuse: later connections of the same pool do not try it again. */
interface Refusals {
  /** Names of variables; with `@@` before them, those that it does not even show. */
  variables: Set<string>
  /** Several statements in a packet. */
  packets: boolean
}

const refusals = new WeakMap<MysqlOptions, Refusals>()

/**
 * Sets the session's variables and checks those that results depend on, in one packet. Where the server refuses a part of
 * that, the parts are tried one by one: what cannot be set must have a value that does no harm.
 *
 * Returns the server's facts. Fails with the driver's errors, or with `unsupported`.
 */
export async function applySettings(
  connection: ServerConnection,
  options: MysqlOptions,
  purpose: Purpose,
  timeLeft: () => number,
): Promise<Row> {
  const known = refusals.get(options) ?? { variables: new Set<string>(), packets: false }
  const query = (statements: string[]) => connection.query(statements, timeLeft())
  const statements = settingsStatements(options, purpose, known.variables)
  let row: Row
  try {
    const results = known.packets ? await queryEach(query, statements) : await query(statements)
    row = results.at(-1)?.[0] ?? {}
  } catch (error) {
    if (!isRefusal(error)) throw error
    refusals.set(options, known)
    row = await applyEach(query, options, purpose, known)
  }
  assertSettings(row, options)
  return row
}

type Query = (statements: string[]) => Promise<Row[][]>

/** Each statement in a packet of its own. */
async function queryEach(query: Query, statements: string[]): Promise<Row[][]> {
  const results: Row[][] = []
  for (const statement of statements) results.push(...(await query([statement])))
  return results
}

async function applyEach(query: Query, options: MysqlOptions, purpose: Purpose, known: Refusals): Promise<Row> {
  /** Undefined for what the server refuses. */
  const attempt = async (statements: string[]): Promise<Row[][] | undefined> => {
    try {
      return await query(statements)
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }
  known.packets = (await attempt(["SELECT 1", "SELECT 1"])) === undefined
  for (const statement of namesAndTransaction) await attempt([statement])
  const ofDsn = new Set(assignmentsOfDsn(options).map(({ name }) => name))
  for (const { name, text } of assignments(options, purpose)) {
    // A variable that the user asks for is an error where it cannot be set.
    if (ofDsn.has(name)) await query([`SET ${text}`])
    else if ((await attempt([`SET ${text}`])) === undefined) known.variables.add(name)
  }
  let row: Row = (await query([serverFacts]))[0]?.[0] ?? {}
  for (const { name, text } of readings(options)) {
    const results = await attempt([`SELECT ${text}`])
    if (results === undefined) known.variables.add(`@@${name}`)
    row = { ...row, ...results?.[0]?.[0] }
  }
  return row
}

/** Whether the server said no to a statement, and goes on. */
const isRefusal = (error: unknown): boolean => {
  if (errorNumber(error) === undefined) return false
  const meaning = meaningOf(error)
  return meaning?.fatal !== true && meaning?.transient !== true
}
