import { kinds } from "../kinds/kinds.ts"
import type { ServerAccess } from "../kinds/server-access.ts"
import type { ServerKind } from "../kinds/server-kind.ts"

/** How long it may take to say its version, milliseconds. */
const longestAnswer = 10_000

/** The server that somebody wants the tests to run on; null when nobody says. Fails when it is not fit for it. */
export async function givenServer(kind: ServerKind): Promise<ServerAccess | null> {
  const { title, variable, variableExample, parseGiven, isVersion, versionOf, requireRights } = kinds[kind]
  const text = process.env[variable]
  if (!text) return null
  const given = parseGiven(text)
  if (given === null) throw new Error(`${variable} must look like ${variableExample}.`)
  const access: ServerAccess = { kind, version: "unknown", dataFolder: null, ...given }
  access.version = await versionOf(access, longestAnswer).catch((error: Error) => {
    throw new Error(`${variable}: ${error.message}`)
  })
  if (!isVersion(access.version)) {
    throw new Error(`${variable} does not name a ${title} server, but one of version ${access.version}.`)
  }
  await requireRights(access).catch((error: Error) => {
    throw new Error(`${variable}: the account must be allowed to create databases and users.`, { cause: error })
  })
  return access
}
