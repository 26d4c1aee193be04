import { type Batch, SessionStorageError } from "@opencode/session-core/provider"
import { type Fault, otherwise } from "./fault.ts"

/** The ids of the batches that were sent, by the location of the store, which several handles share. */
const sent = new Map<string, string[]>()

const isConflict = (error: unknown) => SessionStorageError.isInstance(error, "conflict")

/** What is wrong with conflicts, and with a batch that is sent again. */
export const receiptFaults: Fault[] = [
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
]

const expected = ({ expectedRevision }: Batch): Partial<Batch> =>
  expectedRevision === undefined ? {} : { expectedRevision }
