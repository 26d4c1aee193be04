import { createSessionStore } from "@opencode/session-core"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * Searches the file that it is given, without migrating it, and prints what it finds.
 */

const [, , file = "", words = ""] = process.argv
const provider = await createSqliteProvider({ file, synchronous: "normal" })
const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
const { hits } = await store.search(words)
process.stdout.write(JSON.stringify(hits.map(({ session, snippet }) => [session.id, snippet])))
await store.close()
