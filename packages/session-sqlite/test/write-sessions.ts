import { createSessionStore } from "@opencode/session-core"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * Creates sessions in a file, and changes each of them some times.
 */

const { file, name, sessions, rounds } = JSON.parse(process.argv[2] ?? "")
const provider = await createSqliteProvider({ file, synchronous: "normal" })
const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
const ids = Array.from({ length: sessions }, (_, index) => `${name}-${index}`)
for (const id of ids) await store.sessions.create({ id })
for (let round = 0; round < rounds; round += 1) {
  for (const id of ids) await store.sessions.update(id, { agent: `round ${round}` })
}
await provider.close()
