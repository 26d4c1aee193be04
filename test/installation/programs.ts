/* Programs that an application has, of what it installs. */

/** Opens a store, and says why it cannot. */
export const opening = `import { openSessionStore } from "@opencode/session-core"
await openSessionStore().catch(({ code, message, hint }) => console.log(code, message, hint))
`

/** Meets an error of the SQLite provider, and asks whether it is of core's class. */
export const knowing = `import { openSessionStore, SessionStorageError } from "@opencode/session-core"
await openSessionStore().catch((error) => console.log(error instanceof SessionStorageError))
`

/** Serves a store in memory, and says what its page responds with. */
export const showing = `import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { serveSessionWeb } from "@opencode/session-web"
const scope = { projectId: "my-app" }
const store = createSessionStore({ provider: createMemoryProvider(), scope, author: null })
const page = await serveSessionWeb({ store, port: 0 })
async function show(path, name = path) {
  const response = await fetch(new URL(path, page.address))
  console.log(name, response.status, response.headers.get("content-type"))
  return response.text()
}
const [, script] = /src="([^"]*assets[^"]*)"/.exec(await show("/"))
await show(script, "script")
await show("/THIRD-PARTY-LICENSES.md")
await show("/api/status")
await page.close()
`

/** Opens the store that is there without any configuration, and names the driver. */
export const usingSqlite = `import { openSessionStore } from "@opencode/session-core"
async function main() {
  const store = await openSessionStore()
  const { id } = await store.sessions.create({ title: "Fix the parser" })
  const { title } = await store.sessions.require(id)
  const { checks } = await store.check()
  console.log(title + ": " + checks.find(({ name }) => name === "driver").message)
  await store.close()
}
await main()
`

/** Imports what OpenCode has written on the machine. */
export const importing = `import { homedir } from "node:os"
import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { importSource } from "@opencode/session-opencode"
const store = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
const { sessions } = await importSource(store, homedir() + "/.local/share/opencode/opencode.db", { directory: "." })
console.log(sessions.created + " sessions")
`
