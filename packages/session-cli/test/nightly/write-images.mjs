// Adds large images to a session, while another program watches it. The last message is `written`.
import { openSessionStore } from "@opencode/session-core"

const [, , sessionId = "", count = "0"] = process.argv
const url = `data:image/png;base64,${"A".repeat(15_000_000)}`
const store = await openSessionStore()
for (let index = 0; index < Number(count); index += 1) {
  await store.messages.append(sessionId, { role: "user", parts: [{ type: "file", mime: "image/png", url }] })
}
await store.messages.append(sessionId, { id: "written", role: "user" })
await store.close()
