import type { DriverRow } from "@opencode/session-core/drizzle"
import { errorNumber, meaningOf } from "../errors/translate-error.ts"
import type { MysqlOptions } from "../options/options.ts"
import { keptNumber } from "../packet/kept-values.ts"
import type { Purpose } from "../settings/session-variables.ts"
import { hasForeignKey, selectForeignKeys } from "./foreign-key.ts"
import { MissingResults, type ServerConnection } from "./server-connection.ts"
import { featuresOf } from "./server-features.ts"
import {
  assertSettings,
  assignments,
  assignmentsOfDsn,
  namesAndTransaction,
  readings,
  serverFacts,
  settingsStatements,
} from "./session-settings.ts"

/**
 * Names of variables that a server was seen to refuse, with `@@` before those that it does not even show: later connections of
 * the same pool do not try them again.
 */
const refusals = new WeakMap<MysqlOptions, Set<string>>()

const setUserVariable = `SET ${keptNumber} = NULL`

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
): Promise<DriverRow> {
  const refused = refusals.get(options) ?? new Set<string>()
  const query = (statements: string[]) => connection.query(statements, timeLeft())
  const features = featuresOf(options)
  const asksForKeys = features.foreignKeys === undefined
  const statements = [
    ...(asksForKeys ? [selectForeignKeys] : []),
    ...(features.userVariables ? [setUserVariable] : []),
    ...settingsStatements(options, purpose, refused),
  ]
  let row: DriverRow
  try {
    const results = await query(statements)
    if (asksForKeys) features.foreignKeys = hasForeignKey(results[0]?.[0])
    row = results.at(-1)?.[0] ?? {}
  } catch (error) {
    if (!isRefusal(error)) throw error
    refusals.set(options, refused)
    row = await applyEach(query, options, purpose, refused)
  }
  assertSettings(row, options, purpose)
  return row
}

type Query = (statements: string[]) => Promise<DriverRow[][]>

async function applyEach(
  query: Query,
  options: MysqlOptions,
  purpose: Purpose,
  refused: Set<string>,
): Promise<DriverRow> {
  /** Undefined for what the server refuses. */
  const attempt = async (statements: string[]): Promise<DriverRow[][] | undefined> => {
    try {
      return await query(statements)
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }
  const features = featuresOf(options)
  if (features.severalStatements) features.severalStatements = (await attempt(["DO 0", "DO 0"])) !== undefined
  if (features.userVariables) features.userVariables = (await attempt([setUserVariable])) !== undefined
  if (features.foreignKeys === undefined) {
    const results = await attempt([selectForeignKeys])
    // Where it may not be asked, looking for a part's message is safe.
    features.foreignKeys = results === undefined ? false : hasForeignKey(results[0]?.[0])
  }
  for (const statement of namesAndTransaction) await attempt([statement])
  const ofDsn = new Set(assignmentsOfDsn(options).map(({ name }) => name))
  for (const { name, text } of assignments(options, purpose)) {
    // A variable that the user asks for is an error where it cannot be set.
    if (ofDsn.has(name)) await query([`SET ${text}`])
    else if ((await attempt([`SET ${text}`])) === undefined) refused.add(name)
  }
  let row: DriverRow = (await query([serverFacts]))[0]?.[0] ?? {}
  for (const { name, text } of readings(options, purpose)) {
    const results = await attempt([`SELECT ${text}`])
    if (results === undefined) refused.add(`@@${name}`)
    row = { ...row, ...results?.[0]?.[0] }
  }
  return row
}

/** Whether the server said no to a statement, and goes on. */
const isRefusal = (error: unknown): boolean => {
  if (error instanceof MissingResults) return true
  if (errorNumber(error) === undefined) return false
  const meaning = meaningOf(error)
  return meaning?.fatal !== true && meaning?.transient !== true
}
