import { openSessionStore } from "@opencode/session-core"

/*
 * Opens the store as an application does, writes a session, and prints what it has written and which driver is in use.
 */

async function main() {
  const store = await openSessionStore()
  const { id } = await store.sessions.create({ title: "Fix the parser" })
  const { title } = await store.sessions.require(id)
  const { checks } = await store.check()
  const driver = checks.find(({ name }) => name === "driver")
  console.log(`${title}: ${driver?.message}`)
  await store.close()
}

await main()
