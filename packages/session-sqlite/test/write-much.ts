import { createSessionStore } from "@opencode/session-core"
import { chosenDriver } from "@opencode/session-sqlite-driver"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * Appends so many messages of 100 KB to a session, and prints the id of each when it is stored. Then it closes the file, or leaves.
 */

const [, , file = "", count = "", end = "close"] = process.argv

async function main() {
  const provider = await createSqliteProvider({ file, synchronous: "normal", driver: chosenDriver(process.env) })
  await provider.migrate()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  if ((await store.sessions.get("s")) === null) await store.sessions.create({ id: "s" })
  for (let index = 0; index < Number(count); index += 1) {
    const image = { type: "file", mime: "image/png", url: "x".repeat(100_000) } as const
    const { id } = await store.messages.append("s", { role: "user", parts: [image] })
    process.stdout.write(`${id}\n`)
  }
  if (end === "close") await store.close()
  process.stdout.write(end === "close" ? "closed\n" : "left\n")
}

await main()
