import { setImmediate as nextTurn } from "node:timers/promises"
import { type Change, SessionStorageError } from "@opencode/session-core/provider"
import { everything } from "../../src/support/samples.ts"
import { type Fault, otherwise, writing } from "./fault.ts"

/** What is wrong with what becomes of a batch. */
export const writeFaults: Fault[] = [
  {
    name: "a batch that applies half",
    caughtBy: /a batch that fails at its last change leaves nothing behind/,
    plant: (right) => ({
      apply: (batch) =>
        right.apply(batch).catch(async (error: unknown) => {
          if (batch.changes.length > 1) await right.apply(otherwise(batch, batch.changes.slice(0, -1)))
          throw error
        }),
    }),
  },
  {
    name: "a batch whose changes are seen one by one",
    caughtBy: /batches that are sent at once do not mix/,
    plant: (right) => ({
      async apply(batch) {
        let result = { revision: 0 }
        for (const change of batch.changes) {
          result = await right.apply(otherwise(batch, [change]))
          await nextTurn()
        }
        return result
      },
    }),
  },
  {
    name: "a revision that skips",
    caughtBy: /every kind of change takes exactly one revision/,
    plant: (right) => ({
      async apply(batch) {
        await right.apply(otherwise(batch, [{ type: "session.update", fields: {} }])).catch(() => {})
        return right.apply(batch)
      },
    }),
  },
  {
    name: "a revision that repeats",
    caughtBy: /a hundred writes at once take a hundred revisions without a gap or a repetition/,
    plant: (right) => ({
      apply: async (batch) => ({ revision: Math.floor((await right.apply(batch)).revision / 2) * 2 }),
    }),
  },
  {
    name: "a put that counts usage twice",
    caughtBy: /putting a message again counts nothing twice/,
    plant(right) {
      const seen = new Set<string>()
      let [input, cost] = [0, 0]
      return {
        async apply(batch) {
          const result = await right.apply(batch)
          for (const change of batch.changes) {
            if (change.type !== "message.put") continue
            // What the message counted for before is not taken away.
            if (seen.has(change.message.id)) {
              input += change.message.usage?.input ?? 0
              cost += change.message.usage?.cost ?? 0
            }
            seen.add(change.message.id)
          }
          return result
        },
        async getSession(query) {
          const session = await right.getSession(query)
          const { usage } = session ?? {}
          return session && usage
            ? { ...session, usage: { ...usage, input: usage.input + input, cost: usage.cost + cost } }
            : session
        },
      }
    },
  },
  {
    name: "a put that counts the message twice",
    caughtBy: /putting a message again counts nothing twice/,
    plant(right) {
      const puts = new Map<string, number>()
      return {
        async apply(batch) {
          const count = batch.changes.filter(({ type }) => type === "message.put").length
          puts.set(batch.sessionId, (puts.get(batch.sessionId) ?? 0) + count)
          return right.apply(batch)
        },
        async getSession(query) {
          const session = await right.getSession(query)
          return session && { ...session, messageCount: puts.get(query.sessionId) ?? 0 }
        },
      }
    },
  },
  {
    name: "a full-row update that undoes a rename",
    caughtBy: /a rename survives updates of everything else/,
    into: "sqlite",
    plant: (right) => ({
      async apply(batch) {
        const { scope, sessionId } = batch
        const before = await right.getSession({ scope, sessionId })
        await nextTurn()
        const whole = (change: Change): Change =>
          change.type === "session.update" && before !== null
            ? {
                type: "session.put",
                session: {
                  ...{ projectId: before.projectId, title: before.title, titleSource: before.titleSource },
                  ...{ parentId: before.parentId, directory: before.directory, author: before.author },
                  ...{ agent: before.agent, model: before.model, todos: before.todos, metadata: before.metadata },
                  ...{ archivedAt: before.archivedAt, createdAt: before.createdAt },
                  ...{ deletedAt: before.deletedAt, deletionId: before.deletionId, ...change.fields },
                },
              }
            : change
        return right.apply({ ...batch, changes: batch.changes.map(whole) })
      },
    }),
  },
  {
    name: "a deletion that does not hide the descendants",
    caughtBy: /deleting a session hides it and all its descendants/,
    plant: (right) => ({
      async apply(batch) {
        const result = await right.apply(batch)
        if (batch.changes.some(({ type }) => type === "session.delete")) {
          const page = { scope: everything, state: "deleted", parentId: batch.sessionId, limit: 100 } as const
          for (const { id } of (await right.listSessions(page)).sessions) {
            await right.apply({ ...otherwise(batch, [{ type: "session.restore" }]), sessionId: id })
          }
        }
        return result
      },
    }),
  },
  {
    name: "restore restores too much",
    caughtBy: /a child that its user had deleted before stays deleted/,
    plant: (right) => ({
      async apply(batch) {
        const result = await right.apply(batch)
        if (batch.changes.some(({ type }) => type === "session.restore")) {
          const page = { scope: everything, state: "deleted", parentId: batch.sessionId, limit: 100 } as const
          for (const { id } of (await right.listSessions(page)).sessions) {
            await right.apply({ ...otherwise(batch, [{ type: "session.restore" }]), sessionId: id })
          }
        }
        return result
      },
    }),
  },
  {
    name: "delete that leaves parts",
    caughtBy: /a purge removes the session, its descendants and all that they hold/,
    plant(right) {
      const left = new Map<string, Awaited<ReturnType<typeof right.listMessages>>>()
      return {
        async apply(batch) {
          if (batch.changes[0]?.type === "session.purge") {
            const { sessionId } = batch
            left.set(
              sessionId,
              await right.listMessages({ scope: everything, sessionId, order: "oldest-first", limit: 100 }),
            )
          }
          return right.apply(batch)
        },
        async listMessages(query) {
          const page = await right.listMessages(query)
          return page.messages.length === 0 ? (left.get(query.sessionId) ?? page) : page
        },
      }
    },
  },
  {
    name: "a removal that takes the parts of other messages",
    caughtBy: /removing a message removes its own parts, and those of no other message/,
    plant: (right) => ({
      async apply(batch) {
        const { sessionId, scope } = batch
        const removes = batch.changes.some(({ type }) => type === "message.remove")
        const result = await right.apply(batch)
        if (!removes) return result
        const { messages } = await right.listMessages({ scope, sessionId, order: "oldest-first", limit: 100 })
        const parts = messages.flatMap((each) => each.parts)
        await right.apply(
          otherwise(
            batch,
            parts.map(({ id, messageId }) => ({ type: "part.remove", messageId, partId: id })),
          ),
        )
        return result
      },
    }),
  },
  {
    name: "an update that sets absent fields",
    caughtBy: /an update without a field is a change all the same, and changes no field/,
    plant: writing((each) =>
      each.type === "session.update" && each.fields.agent === undefined
        ? { ...each, fields: { ...each.fields, agent: null } }
        : each,
    ),
  },
  {
    name: "an error that repeats what was written",
    caughtBy: /the error of a refused batch repeats nothing of its content/,
    plant: (right) => ({
      apply: (batch) =>
        right.apply(batch).catch((error: unknown) => {
          if (!SessionStorageError.isInstance(error)) throw error
          throw new SessionStorageError(error.code, `${error.message} ${JSON.stringify(batch)}`)
        }),
    }),
  },
]
