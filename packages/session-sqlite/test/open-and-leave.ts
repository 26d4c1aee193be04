import { createSessionStore } from "@opencode/session-core"
import { SessionStorageError } from "@opencode/session-core/provider"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * Opens the file that it is given, writes a session, and ends without closing anything. Prints the code of a failure.
 */

const [, , file = ""] = process.argv
try {
  const provider = await createSqliteProvider({ file, synchronous: "normal" })
  await provider.migrate()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  process.stdout.write("written")
} catch (error) {
  if (!SessionStorageError.isInstance(error)) throw error
  process.stdout.write(`${error.code}: ${error.message}`)
}
