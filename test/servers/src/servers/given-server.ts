import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { connectAsAdministrator } from "./connect.ts"
import { parseGivenServer } from "./parse-given-server.ts"
import type { ServerAccess } from "./server-access.ts"

/** The server that somebody wants the tests to run on; null when nobody says. Fails when it is not fit for it. */
export const givenServer = async (kind: ServerKind): Promise<ServerAccess | null> => {
  const variable = kinds[kind].variable
  const text = process.env[variable]
  if (!text) return null
  const access = { kind, version: "unknown", dataFolder: null, ...parseGivenServer(text, variable) }
  const connection = await connectAsAdministrator(access).catch((error: Error) => {
    throw new Error(`${variable}: ${error.message}`)
  })
  try {
    const [rows] = await connection.query("SELECT VERSION() AS version")
    access.version = (rows as { version: string }[])[0]?.version ?? "unknown"
    if (!kinds[kind].isVersion(access.version)) {
      throw new Error(`${variable} names no ${kinds[kind].title}, but a server of version ${access.version}.`)
    }
    await requireRights(variable, (statement) => connection.query(statement))
  } finally {
    connection.destroy()
  }
  return access
}

const requireRights = async (variable: string, query: (statement: string) => Promise<unknown>): Promise<void> => {
  const name = `opencode_test_${process.pid}`
  try {
    await query(`CREATE DATABASE ${name}`)
    await query(`DROP DATABASE ${name}`)
    await query(`CREATE USER '${name}'@'%' IDENTIFIED BY '${name}'`)
    await query(`DROP USER '${name}'@'%'`)
  } catch (error) {
    throw new Error(`${variable}: the account must be allowed to create databases and users.`, { cause: error })
  }
}
