import { setImmediate as nextTurn } from "node:timers/promises"
import { type Batch, type Change, type JsonObject, SessionStorageError } from "@opencode/session-core/provider"
import { everything } from "../../src/support/samples.ts"
import { type Fault, otherwise, writing, writingText } from "./fault.ts"

/** The ids of the batches that were sent, by the location of the store, which several handles share. */
const sent = new Map<string, string[]>()

const isConflict = (error: unknown) => SessionStorageError.isInstance(error, "conflict")

/** What is wrong with what is written. */
export const writeFaults: Fault[] = [
  {
    name: "an alias that redirects a project that exists",
    caughtBy: /an alias does not redirect a project that exists/,
    plant: (right) => ({ putProject: (project) => right.putProject({ ...project, takeOver: project.aliases }) }),
  },
  {
    name: "an alias that redirects a project whose sessions are all deleted",
    caughtBy: /an alias does not redirect deleted sessions either/,
    plant: (right) => ({
      async putProject(project) {
        const list = await right.listProjects()
        const empty = project.aliases.filter((alias) => list.find(({ id }) => id === alias)?.sessionCount === 0)
        return right.putProject({ ...project, takeOver: [...(project.takeOver ?? []), ...empty] })
      },
    }),
  },
  {
    name: "an alias that is taken from the project that has it",
    caughtBy: /an alias that another project has stays there/,
    plant: (right) => ({
      async putProject(project) {
        const list = await right.listProjects()
        const others = project.aliases.filter((alias) => list.some(({ aliases }) => aliases.includes(alias)))
        return right.putProject({ ...project, takeOver: [...(project.takeOver ?? []), ...others] })
      },
    }),
  },
  {
    name: "a put of a project that leaves its own alias out once there are sessions under it",
    caughtBy: /an alias that the project has already stays its own/,
    plant: (right) => ({
      async putProject(project) {
        if (project.takeOver === undefined) await right.putProject({ ...project, aliases: [] })
        return right.putProject(project)
      },
    }),
  },
  {
    name: "an alias that is left out without a word",
    caughtBy: /an alias does not redirect a project that exists/,
    plant: (right) => ({ putProject: (project) => right.putProject(project).then(() => ({ leftOut: [] })) }),
  },
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
    name: "a trailing blank trimmed",
    caughtBy: /a part keeps .*(blank|space)/,
    plant: writingText((text) => text.trimEnd()),
  },
  {
    name: "text cut at 65,535 bytes",
    caughtBy: /a text of 65536 bytes comes back to its last character/,
    plant: writingText((text) => Buffer.from(text).subarray(0, 65_535).toString()),
  },
  {
    name: "an emoji replaced",
    caughtBy: /a part keeps .*(emoji|four|4-byte|plane)/i,
    plant: writingText((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "?")),
  },
  {
    name: "NUL dropped",
    caughtBy: /a part keeps .*NUL/,
    plant: writingText((text) => text.replaceAll("\u0000", "")),
  },
  {
    name: "a number through float32",
    caughtBy: /numbers are those of JSON: none goes through a shorter type/,
    plant: writing((each) => {
      if (each.type !== "part.put") return each
      const data = JSON.parse(JSON.stringify(each.part.data), (_key, value: unknown) =>
        typeof value === "number" ? Math.fround(value) : value,
      )
      return { ...each, part: { ...each.part, data } }
    }),
  },
  {
    name: "a conflict that is reported but written",
    caughtBy: /a write that was based on an old revision is refused with both numbers, and overwrites nothing/,
    plant: (right) => ({
      apply: (batch) =>
        right.apply(batch).catch(async (error: unknown) => {
          if (isConflict(error)) await right.apply(otherwise(batch))
          throw error
        }),
    }),
  },
  {
    name: "a conflict that is not noticed",
    caughtBy: /a write that was based on an old revision is refused/,
    plant: (right) => ({ apply: ({ expectedRevision: _expected, ...batch }) => right.apply(batch) }),
  },
  {
    name: "a resent batch applied twice",
    caughtBy: /that is sent again has no second effect/,
    plant: (right) => ({
      apply: (batch) => right.apply({ ...otherwise(batch), ...expected(batch) }),
    }),
  },
  {
    name: "a receipt that does not say that it is one",
    caughtBy: /the first sending counts/,
    plant: (right) => ({
      apply: async (batch) => ({ revision: (await right.apply(batch)).revision }),
    }),
  },
  {
    name: "a receipt of the process that wrote, and of no other",
    caughtBy: /that is appended again has the ids that are stored, also from another process/,
    into: "sqlite",
    plant(right) {
      const own = new Set<string>()
      const all = sent.get(right.location) ?? []
      sent.set(right.location, all)
      return {
        apply(batch) {
          const elsewhere = all.includes(batch.id) && !own.has(batch.id)
          own.add(batch.id)
          all.push(batch.id)
          return right.apply(elsewhere ? otherwise(batch) : batch)
        },
      }
    },
  },
  {
    name: "an unknown part type refused",
    caughtBy: /a type of part and a role that nobody knows yet come back/,
    plant: writing((each) => {
      if (each.type === "part.put" && each.part.type === "hologram") {
        throw new SessionStorageError("invalid_input", "There is no such type of part.")
      }
      return each
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
    name: "a receipt before anything is written",
    caughtBy: /what apply has returned for is there for another handle immediately/,
    into: "sqlite",
    plant: (right) => ({
      async apply(batch) {
        const session = await right.getSession({ scope: batch.scope, sessionId: batch.sessionId })
        setImmediate(() => right.apply(batch).catch(() => {}))
        return { revision: (session?.revision ?? 0) + batch.changes.length }
      },
    }),
  },
  {
    name: "receipts of the last hundred batches only",
    caughtBy: /the first receipt is given whatever others wrote in between/,
    into: "sqlite",
    plant: (right) => ({
      apply(batch) {
        const known = sent.get(right.location) ?? []
        sent.set(right.location, known)
        const place = known.lastIndexOf(batch.id)
        known.push(batch.id)
        return right.apply(place >= 0 && known.length - place > 100 ? otherwise(batch) : batch)
      },
    }),
  },
  {
    name: "metadata cut at 65,535 bytes",
    caughtBy: /metadata, to-dos, models and errors of a megabyte come back/,
    plant: writing((each) => {
      if (each.type !== "session.create") return each
      const { words } = each.session.metadata
      if (typeof words !== "string") return each
      return { ...each, session: { ...each.session, metadata: { words: words.slice(0, 65_535) } } }
    }),
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
    name: "what was sent is kept, not a copy of it",
    caughtBy: /what an application goes on to change in what it has sent does not change what is stored/,
    plant(right) {
      const kept = new Map<string, JsonObject>()
      return {
        apply(batch) {
          for (const change of batch.changes) {
            if (change.type === "session.create") kept.set(batch.sessionId, change.session.metadata)
          }
          return right.apply(batch)
        },
        async listSessions(query) {
          const page = await right.listSessions(query)
          const sessions = page.sessions.map((each) => ({ ...each, metadata: kept.get(each.id) ?? each.metadata }))
          return { ...page, sessions }
        },
      }
    },
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

const expected = ({ expectedRevision }: Batch): Partial<Batch> =>
  expectedRevision === undefined ? {} : { expectedRevision }
