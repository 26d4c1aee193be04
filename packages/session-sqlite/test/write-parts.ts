import { createSessionStore } from "@opencode/session-core"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * Writes parts into a session of its own: each has a word that no other has. Then it closes the store, or is killed.
 */

const [, , file = "", name = "", count = "", end = ""] = process.argv
const provider = await createSqliteProvider({ file, synchronous: "normal" })
await provider.migrate()
const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
await store.sessions.create({ id: name, title: `Session ${name}` })
for (let index = 0; index < Number(count); index += 1) {
  const text = `${"Some words around it. ".repeat(20)}${name}-number-${index}-.`
  await store.messages.append(name, { role: "user", parts: [{ type: "text", text }] })
}
if (end === "killed") process.kill(process.pid, "SIGKILL")
await store.close()
