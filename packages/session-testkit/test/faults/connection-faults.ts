import { setImmediate as nextTurn } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { bundleProgram } from "session-test-support/bundle-program"
import type { Fault } from "./fault.ts"

const keptAlive = pathToFileURL(await bundleProgram(new URL("./kept-alive.ts", import.meta.url))).href

/** As many calls at a time as a pool has connections. */
const connections = 10

/** What is wrong with how a SQL provider holds its connections and reads by them. */
export const connectionFaults: Fault[] = [
  {
    name: "a page whose parts are read in another state than its messages",
    caughtBy: /a page of messages has the parts that its messages had/,
    into: "sqlite",
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        await nextTurn()
        const later = await right.listMessages(query)
        const partsOf = (id: string) => later.messages.find((each) => each.id === id)?.parts ?? []
        return { ...page, messages: page.messages.map((each) => ({ ...each, parts: partsOf(each.id) })) }
      },
    }),
  },
  {
    name: "a feed whose parts are of a later batch than its session",
    caughtBy: /a page of the feed has no entry of a later batch/,
    into: "sqlite",
    plant: (right) => ({
      async changes(query) {
        const page = await right.changes(query)
        await nextTurn()
        const later = await right.changes(query)
        const parts = later.changes.filter(({ type }) => type === "part")
        return { ...page, changes: [...page.changes.filter(({ type }) => type !== "part"), ...parts] }
      },
    }),
  },
  {
    name: "a refused batch that keeps its connection",
    caughtBy: /hundreds of refused batches, one after the other and at once, leave nothing open/,
    plant(right) {
      let free = connections
      return {
        async apply(batch) {
          // The pool is empty: nobody ever gives a connection back.
          if (free === 0) await new Promise(() => {})
          free -= 1
          const result = await right.apply(batch)
          free += 1
          return result
        },
      }
    },
  },
  {
    name: "a refused read that keeps its connection",
    caughtBy: /hundreds of refused reads leave nothing open/,
    plant(right) {
      let free = connections
      const pooled =
        <Query, Result>(read: (query: Query) => Promise<Result>) =>
        async (query: Query): Promise<Result> => {
          if (free === 0) await new Promise(() => {})
          free -= 1
          const result = await read(query)
          free += 1
          return result
        }
      return {
        listMessages: pooled((query) => right.listMessages(query)),
        getSession: pooled((query) => right.getSession(query)),
      }
    },
  },
  {
    name: "a write in the transaction that a refused batch left open",
    caughtBy: /what is written after a refused batch is stored, and other handles see it/,
    into: "sqlite",
    plant(right) {
      let open = false
      return {
        async apply(batch) {
          const { scope, sessionId } = batch
          if (open) {
            // It is answered, and rolled back with the transaction that it is in.
            open = false
            const session = await right.getSession({ scope, sessionId })
            return { revision: (session?.revision ?? 0) + batch.changes.length }
          }
          try {
            return await right.apply(batch)
          } catch (error) {
            open = true
            throw error
          }
        },
      }
    },
  },
  {
    name: "a timer that outlives the store",
    caughtBy: /a process that has closed its store ends by itself/,
    into: "sqlite",
    hooks: (planted, { openInProcess }) =>
      planted && openInProcess !== undefined ? { openInProcess: { ...openInProcess, module: keptAlive } } : {},
    plant: () => ({}),
  },
]
