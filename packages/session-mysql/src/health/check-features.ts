import type { DriverRow } from "@opencode/session-core/drizzle"
import type { HealthCheck } from "@opencode/session-core/provider"
import { hasForeignKey, selectForeignKeys } from "../connection/foreign-key.ts"
import type { ServerFeatures } from "../connection/server-features.ts"
import { errorNumber } from "../errors/translate-error.ts"

const lock = "opencode-session-doctor"

/** Says which features the server, or a proxy before it, refuses, and what is done instead. Nothing where it takes all. */
export async function checkFeatures(
  run: (...statements: string[]) => Promise<DriverRow[][]>,
  features: ServerFeatures,
  hasTables: boolean,
): Promise<HealthCheck[]> {
  const refused = [
    ...(features.severalStatements
      ? []
      : ["several statements in a packet (they are sent one by one, which is slower)"]),
    ...(features.leadingSelect ? [] : ["a SELECT outside of a transaction (another statement is sent before it)"]),
    ...(features.userVariables ? [] : ["user variables (a batch reads its revision again instead)"]),
    ...((await hasForeignKeys(run, hasTables))
      ? []
      : ["foreign keys (the statement that writes a part looks for its message)"]),
    ...((await takesLocks(run)) ? [] : ["GET_LOCK (a row alone is the lock for migrations)"]),
  ]
  if (refused.length === 0) return []
  return [
    {
      name: "proxy",
      status: "warning",
      message: `the server, or a proxy before it, refuses ${refused.join("; ")}`,
      hint: "Everything works, but connect past the proxy where you can.",
    },
  ]
}

async function hasForeignKeys(
  run: (...statements: string[]) => Promise<DriverRow[][]>,
  hasTables: boolean,
): Promise<boolean> {
  if (!hasTables) return true
  const [[row] = []] = await run(selectForeignKeys)
  return hasForeignKey(row) !== false
}

async function takesLocks(run: (...statements: string[]) => Promise<DriverRow[][]>): Promise<boolean> {
  try {
    await run(`SELECT GET_LOCK('${lock}', 0) AS taken`)
    await run(`SELECT RELEASE_LOCK('${lock}') AS released`)
    return true
  } catch (error) {
    if (errorNumber(error) === undefined) throw error
    return false
  }
}
