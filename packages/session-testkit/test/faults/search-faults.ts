import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

/** What is wrong with search. */
export const searchFaults: Fault[] = [
  {
    name: "search that ignores the project",
    caughtBy: /search finds nothing of another project/,
    plant: (right) => ({ search: (query) => right.search({ ...query, scope: everything }) }),
  },
  {
    name: "search that finds what was refused",
    caughtBy: /the words of a batch that was refused are not found/,
    plant(right) {
      const refused: string[] = []
      return {
        apply: (batch) =>
          right.apply(batch).catch((error: unknown) => {
            refused.push(JSON.stringify(batch.changes))
            throw error
          }),
        async search(query) {
          const page = await right.search(query)
          if (!refused.some((words) => words.includes(query.text))) return page
          // The session that is there already, for words that are not.
          const { hits } = await right.search({ ...query, text: "Untitled" })
          return { ...page, hits: [...page.hits, ...hits] }
        },
      }
    },
  },
  {
    name: "search that fails for a NUL",
    caughtBy: /a search for characters that a database refuses finds what has them, or nothing/,
    plant: (right) => ({
      async search(query) {
        if (query.text.includes("\u0000")) throw new Error("invalid byte sequence for encoding UTF8: 0x00")
        return right.search(query)
      },
    }),
  },
  {
    name: "search by the project that a session began in",
    caughtBy: /a session that moved is found in its new project, and in the old one no more/,
    plant(right) {
      const began = new Map<string, string>()
      return {
        apply(batch) {
          const [first] = batch.changes
          if (first?.type === "session.create") began.set(batch.sessionId, first.session.projectId)
          return right.apply(batch)
        },
        async search(query) {
          const page = await right.search({ ...query, scope: everything })
          const project = "projectId" in query.scope ? query.scope.projectId : undefined
          return { ...page, hits: page.hits.filter(({ session }) => began.get(session.id) === project) }
        },
      }
    },
  },
  {
    name: "a purge that leaves words in the index",
    caughtBy: /what a purged session held is not found in a later session of its id/,
    plant(right) {
      const left: Awaited<ReturnType<typeof right.search>>["hits"] = []
      return {
        async apply(batch) {
          if (batch.changes[0]?.type === "session.purge") {
            left.push(...(await right.search({ scope: everything, text: "needle", limit: 10 })).hits)
          }
          return right.apply(batch)
        },
        async search(query) {
          const page = await right.search(query)
          return query.text === "needle" ? { ...page, hits: [...page.hits, ...left] } : page
        },
      }
    },
  },
]
