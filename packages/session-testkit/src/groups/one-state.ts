import { setImmediate as nextTurn } from "node:timers/promises"
import type { Change, MessageWithParts, SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, file, message, scope, text } from "../support/samples.ts"

const messages = ["m0", "m1", "m2", "m3"]
const rounds = 60

/**
 * A call that reads with several statements reads one state of the database. By default many databases show each statement of a
 * transaction another one.
 *
 * What a user loses: a page whose messages are of one moment and whose parts are of another, which no reader can tell from what
 * was written; a fork of it keeps the mixture for ever.
 */
export function describeOneState(context: KitContext): void {
  /** One batch that writes the same number everywhere. */
  const round = (number: number): Change[] => [
    { type: "session.update", fields: { agent: `${number}` } },
    ...messages.flatMap((id) => [message(id, { agent: `${number}` }), text(id, "p", `${number}`)]),
    file("a.ts", `${number}`),
  ]

  async function writeRounds(provider: SessionProvider): Promise<void> {
    for (let number = 1; number <= rounds; number += 1) await apply(provider, "s", round(number))
  }

  /** Reads while another handle writes, until it has ended, and once more. */
  async function readMeanwhile(written: Promise<unknown>, read: () => Promise<void>): Promise<void> {
    let writing = true
    const ended = written.finally(() => {
      writing = false
    })
    // Whatever fails first is the failure.
    ended.catch(() => {})
    while (writing) {
      await read()
      // The writer may wait for the event loop to turn, and a database in this process answers without one.
      await nextTurn()
    }
    await ended
    await read()
  }

  describe("invariant 1: one state", () => {
    it("a page of messages has the parts that its messages had, though another handle writes", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create(), ...round(0)])
      const numbersOf = (read: MessageWithParts[]) =>
        new Set(read.flatMap(({ agent, parts }) => [agent, ...parts.map(({ data }) => data.text)]))
      const seen = new Set<unknown>()
      await readMeanwhile(writeRounds(provider), async () => {
        const page = await other.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 100 })
        const numbers = numbersOf(page.messages)
        expect(numbers.size, `one page is of the batches ${[...numbers].join(" and ")}`).toBe(1)
        for (const number of numbers) seen.add(number)
      })
      expect(seen).toContain(`${rounds}`)
    })

    it("a page of the feed has no entry of a later batch than others that the same batch changed", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create(), ...round(0)])
      await readMeanwhile(writeRounds(provider), async () => {
        const { changes } = await other.changes({ scope, sessionId: "s", since: 0, limit: 1000 })
        const numbers = new Set(
          changes.flatMap((change) => {
            if (change.type === "session") return [change.session.agent]
            if (change.type === "message") return [change.message.agent]
            return change.type === "part" ? [change.part.data.text] : []
          }),
        )
        expect(numbers.size, `one page is of the batches ${[...numbers].join(" and ")}`).toBe(1)
      })
    })
  })
}
