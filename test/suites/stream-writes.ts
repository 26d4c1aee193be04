import { type SessionProvider, SessionStorageError } from "@opencode/session-core/provider"
import { apply, create, message, scope, text } from "./fresh-changes.ts"

/** What became of a stream of writes, some of which met a fault. */
export interface StreamedWrites {
  /** What the callers saw besides answers: the codes of errors. */
  errors: string[]
  /** Whether the last one was answered: what struck it is over. */
  goesOn: boolean
  /** Of any call, milliseconds. */
  slowest: number
  /** Acknowledged messages that are not there. */
  lost: number
  /** Revisions that no message accounts for, and messages that count twice. */
  doubled: number
}

/** Writes messages one after the other, calls `strike` before the one in the middle, and looks at what is there afterwards. */
export async function streamWrites(
  writer: SessionProvider,
  reader: SessionProvider,
  strike: () => unknown,
  count = 12,
): Promise<StreamedWrites> {
  await apply(writer, "s", [create()])
  const acknowledged: string[] = []
  const errors: string[] = []
  let slowest = 0
  for (let index = 0; index < count; index += 1) {
    if (index === count / 2) await strike()
    const id = `m${index}`
    const started = performance.now()
    try {
      await apply(writer, "s", [message(id), text(id, "p", "x")])
      acknowledged.push(id)
    } catch (error) {
      errors.push(SessionStorageError.isInstance(error) ? error.code : String(error))
    }
    slowest = Math.max(slowest, Math.round(performance.now() - started))
  }
  return { errors, goesOn: acknowledged.at(-1) === `m${count - 1}`, slowest, ...(await account(reader, acknowledged)) }
}

async function account(reader: SessionProvider, acknowledged: string[]): Promise<{ lost: number; doubled: number }> {
  const session = await reader.getSession({ scope, sessionId: "s" })
  if (session === null) throw new Error("The session is not there.")
  const { messages } = await reader.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1000 })
  const { changes } = await reader.changes({ scope, sessionId: "s", since: 0, limit: 1000 })
  const stored = new Set(messages.map(({ id }) => id))
  const surplus = [
    messages.length - stored.size,
    session.messageCount - stored.size,
    session.usage.input - stored.size,
    // One for the session, and two for each message: a batch that was applied twice would have taken them twice.
    session.revision - (1 + 2 * stored.size),
    session.revision - changes.length,
  ]
  return {
    lost: acknowledged.filter((id) => !stored.has(id)).length,
    doubled: surplus.reduce((sum, each) => sum + Math.abs(each), 0),
  }
}
