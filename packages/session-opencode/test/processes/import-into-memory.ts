import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { exportToOpenCode, importSource } from "@opencode/session-opencode"

/*
 * Imports a file into memory, and prints how many sessions, messages and parts came and how many bytes the newest of the sessions
 * is as an export.
 */

async function main(file: string) {
  const store = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
  const { sessions, messages, parts } = await importSource(store, file, { project: "widget" })
  const [newest] = (await store.sessions.list({ limit: 1 })).sessions
  let bytes = 0
  for await (const piece of exportToOpenCode(store, newest?.id ?? "")) bytes += new TextEncoder().encode(piece).length
  console.log(JSON.stringify({ sessions: sessions.created, messages, parts, bytes }))
}

await main(process.argv[2] ?? "")
