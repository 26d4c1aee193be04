import type { DriverRow } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import { describeAddress } from "../options/dsn/address.ts"
import type { MysqlOptions } from "../options/options.ts"
import { type Purpose, type SessionVariable, sessionVariables } from "../settings/session-variables.ts"

/** Statements that set several variables each. */
const setNames = "SET NAMES utf8mb4 COLLATE utf8mb4_bin"
// Fewer locks than the default, hence fewer deadlocks: every batch takes its session's row first.
const setTransaction = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE"

/** What the caller needs to know of the server. */
export const serverFacts = "SELECT version() AS version, @@max_allowed_packet AS maximumPacket"

/** Which server of several behind one name it is: two nodes of a cluster may share all of these but one. */
const nodeName = "concat_ws('/', @@hostname, @@port, @@server_id /*!80000 , @@server_uuid */) AS node"

/** One `SESSION name = value` of a SET, or one column of a SELECT. */
export interface Piece {
  name: string
  text: string
  only?: SessionVariable["only"]
}

const variablesOf = (purpose: Purpose): [name: string, variable: SessionVariable][] =>
  Object.entries(sessionVariables).filter(([, variable]) => (variable.purpose ?? purpose) === purpose)

/** What a connection sets. A DSN's own variables replace those that may be replaced, and the others come last. */
export function assignments(options: MysqlOptions, purpose: Purpose): Piece[] {
  const own = variablesOf(purpose).flatMap(([name, { value, only }]) => {
    const chosen = typeof value === "function" ? value(options, purpose) : value
    return chosen === undefined || Object.hasOwn(options.variables, name)
      ? []
      : [{ name, text: `SESSION ${name} = ${chosen}`, ...(only !== undefined && { only }) }]
  })
  return [...own, ...assignmentsOfDsn(options)]
}

export const assignmentsOfDsn = ({ variables }: MysqlOptions): Piece[] =>
  Object.entries(variables).map(([name, value]) => ({ name, text: `SESSION ${name} = ${value}` }))

/** Variables whose values in force are looked at, since another value would change results in silence. */
const checkedVariables = ({ variables }: MysqlOptions, purpose: Purpose): string[] =>
  variablesOf(purpose).flatMap(([name, { accepts }]) =>
    accepts === undefined || Object.hasOwn(variables, name) ? [] : [name],
  )

/**
 * What makes a session what it must be, in few statements that fit into one packet. The last one gives a row with the server's
 * facts and with the values that are now in force. `refused` are names of variables that this server does not let us set.
 */
export function settingsStatements(options: MysqlOptions, purpose: Purpose, refused: ReadonlySet<string>): string[] {
  const set = assignments(options, purpose).filter(({ name }) => !refused.has(name))
  const read = readings(options, purpose).filter(({ name }) => !refused.has(`@@${name}`))
  return [
    setNames + set.map(({ text, only }) => forServers(only, text)).join(""),
    setTransaction,
    serverFacts + read.map(({ text, only }) => forServers(only, text)).join(""),
  ]
}

/** What is read back: which node it is, and the values in force of what is checked. */
export const readings = (options: MysqlOptions, purpose: Purpose): Piece[] => [
  { name: "node", text: nodeName },
  ...checkedVariables(options, purpose).map((name) => {
    const only = sessionVariables[name]?.only
    return { name, text: `@@${name} AS ${name}`, ...(only !== undefined && { only }) }
  }),
]

/** The same, one thing at a time. */
export const namesAndTransaction = [setNames, setTransaction]

const forServers = (only: SessionVariable["only"], text: string): string =>
  only === undefined ? `, ${text}` : ` /*${only} , ${text} */`

/** Fails with `unsupported` when a value in force would change a result. A variable that the server does not have is not in the row. */
export function assertSettings(row: DriverRow, options: MysqlOptions, purpose: Purpose): void {
  for (const name of checkedVariables(options, purpose)) {
    const value = row[name]
    const variable = sessionVariables[name]
    if (value === undefined || value === null || variable?.accepts === undefined) continue
    const text = String(value)
    const { accepts } = variable
    if (typeof accepts === "function" ? accepts(text) : accepts.test(text)) continue
    throw new SessionStorageError(
      "unsupported",
      `The server keeps ${name} at ${text}, and ${variable.because}. (${describeAddress(options.address, options.database)})`,
      {
        hint:
          variable.value === undefined
            ? `Ask the server's administrator for another ${name}.`
            : `Every connection sets ${name} itself; the server, or a proxy before it, did not take that. Let the user set it, change the server's own value, or connect past the proxy.`,
      },
    )
  }
}
