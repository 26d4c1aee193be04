import type { SessionProvider } from "@opencode/session-core/provider"
import type { ProcessModule } from "../provider-under-test.ts"
import { apply, message, text, usage } from "../support/samples.ts"
import type { ProcessCommand, ProcessMessage } from "./process-messages.ts"

/*
 * The other process of a test: it does what it is told over the channel that it was started with.
 */

let provider: SessionProvider | undefined
/** Nothing but what the provider left open keeps this process from ending. */
let leaving = false

function opened(): SessionProvider {
  if (provider === undefined) throw new Error("The process has not opened a store.")
  return provider
}

const send = (answer: ProcessMessage) => process.send?.(answer)

async function run(command: ProcessCommand): Promise<unknown> {
  switch (command.type) {
    case "open": {
      await provider?.close()
      const { openProvider }: ProcessModule = await import(command.entry.module)
      provider = await openProvider(command.entry.arguments)
      await provider.migrate()
      return null
    }
    case "close":
      await provider?.close()
      provider = undefined
      return null
    case "leave":
      await provider?.close()
      leaving = true
      return null
    case "apply":
      return (await opened().apply(command.batch)).revision
    case "write":
      for (let index = 0; index < command.count; index += 1) {
        const id = `${command.prefix}-${index}`
        const changes = [message(id, { usage: usage(1, 0.01) }), text(id, "p", id)]
        await apply(opened(), command.sessionId, changes, { id: `batch-${id}` })
      }
      return null
    case "stream":
      for (let index = 0; ; index += 1) {
        const id = `m${index}`
        const parts = ["a", "b", "c"].map((each) => text(id, each, `${each} of ${id}`))
        await apply(opened(), command.sessionId, [message(id, { usage: usage(1) }), ...parts])
        send({ type: "acknowledged", messageId: id })
      }
    case "migrateUntil": {
      const module: ProcessModule = await import(command.entry.module)
      await module.migrateUntil?.(command.entry.arguments, command.point)
      return null
    }
  }
}

process.on("message", ({ id, command }: { id: number; command: ProcessCommand }) => {
  run(command).then(
    (value) => {
      send({ type: "answer", id, value })
      if (leaving) process.disconnect?.()
    },
    (error: unknown) => {
      const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "none"
      send({ type: "failure", id, code, message: error instanceof Error ? `${error.stack}` : String(error) })
    },
  )
})

// The test has gone: nobody waits for this process.
process.on("disconnect", () => {
  if (!leaving) process.exit()
})
send({ type: "ready" })
