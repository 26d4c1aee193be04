import { SessionStorageError } from "@opencode/session-core"
import { LocalDatabase } from "./local-database.ts"

const most = 10
const sessionIdPrefix = "ses_"

/**
 * The id of a session of OpenCode's database that somebody means: by its whole id, by the beginning of one (with or without its `ses_`), or
 * `last` for the one that changed last.
 *
 * Fails with `not_found` when there is none, and with `invalid_input` when several begin like that.
 */
export async function findLocalSession(databaseFile: string, reference: string): Promise<string> {
  using database = await LocalDatabase.open(databaseFile)
  if (reference === "last") {
    const last = database.last()
    if (last !== null) return last
    throw new SessionStorageError("not_found", "OpenCode has no session on this machine yet.")
  }
  const beginnings = reference.startsWith(sessionIdPrefix) ? [reference] : [reference, `${sessionIdPrefix}${reference}`]
  const found = beginnings.flatMap((beginning) => database.find(beginning, most + 1))
  const exact = found.find((id) => id === reference)
  if (exact !== undefined) return exact
  const [only, ...others] = found
  if (only === undefined) {
    throw new SessionStorageError("not_found", `OpenCode has no session ${reference} on this machine.`, {
      hint: `Looked in ${databaseFile}; \`opencode session list\` shows what there is.`,
    })
  }
  if (others.length === 0) return only
  const listed = `${found.slice(0, most).join(", ")}${found.length > most ? ", …" : ""}`
  throw new SessionStorageError("invalid_input", `Several sessions begin with ${reference}: ${listed}.`, {
    hint: "Give more of the id.",
  })
}
