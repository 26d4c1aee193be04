import { parentPort } from "node:worker_threads"
import { provider as mysql } from "@opencode/session-mysql"
import { createConfiguredMirror } from "@opencode/session-opencode/mirror"
import { provider as sqlite } from "@opencode/session-sqlite"
import type { FromWorker, ToWorker, WorkerInput } from "./worker-messages.ts"

/** Milliseconds for which the last of it may be sent when OpenCode ends. */
const longestEnd = 1500
/** Milliseconds between two looks at whether all is sent. */
const endPause = 50

/** Mirrors until the plugin says that OpenCode ends. What goes wrong is in the mirror's status; nothing is thrown. */
export async function runWorker({ database, environment }: WorkerInput): Promise<void> {
  const port = parentPort
  if (port === null) return
  // Two copies of SQLite in one process do not see each other's locks: OpenCode's own is used, as the runtime has it.
  process.env.OPENCODE_SQLITE_DRIVER = process.versions.bun === undefined ? "node:sqlite" : "bun:sqlite"
  const send = (message: FromWorker) => port.postMessage(message)
  const ended = new AbortController()
  const mirror = await createConfiguredMirror({
    ...{ database, environment, providers: [sqlite, mysql], runBy: "the plugin in OpenCode" },
    redacting: async (store, redact) => {
      const { redactedWrites, Redactor } = await import("@opencode/session-export")
      return redactedWrites(store, new Redactor({ redact }))
    },
    onStatus: (status) => send({ type: "status", status }),
  })
  const end = async () => {
    mirror.ring()
    const giveUpAt = Date.now() + longestEnd
    const isBusy = () => mirror.status.condition === "following" && mirror.status.waitingSessions > 0
    do await new Promise((resolve) => setTimeout(resolve, endPause))
    while (isBusy() && Date.now() < giveUpAt)
    ended.abort()
  }
  port.on("message", (message: ToWorker) => {
    if (message.type === "ring") mirror.ring()
    else if (message.type === "speak") for (const piece of message.pieces) mirror.speak(piece)
    else void end()
  })
  await mirror.run(ended.signal)
  // Deno's has none: there the plugin ends the thread.
  port.close?.()
}
