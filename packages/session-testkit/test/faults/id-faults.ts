import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

/** What is wrong with ids, and with the beginnings that sessions are found by. */
export const idFaults: Fault[] = [
  {
    name: "ids compared without case",
    caughtBy: /session ids that differ in case, accents, width or trailing blanks/,
    plant: (right) => ({
      apply: (batch) => right.apply({ ...batch, sessionId: batch.sessionId.toLowerCase() }),
      getSession: (query) => right.getSession({ ...query, sessionId: query.sessionId.toLowerCase() }),
    }),
  },
  {
    name: "the beginning of an id compared without case",
    caughtBy: /the beginning of an id is compared byte by byte/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, idPrefix: query.idPrefix.slice(0, 1), limit: 1000 })
        const wanted = query.idPrefix.toLowerCase()
        return all.filter(({ id }) => id.toLowerCase().startsWith(wanted)).slice(0, query.limit)
      },
    }),
  },
  {
    name: "a wildcard in the beginning of an id",
    caughtBy: /wildcards of databases and their escapes/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, idPrefix: query.idPrefix.slice(0, 1), limit: 1000 })
        const like = (id: string) => [...query.idPrefix].every((each, at) => each === "_" || each === id[at])
        return all.filter(({ id }) => like(id)).slice(0, query.limit)
      },
    }),
  },
  {
    name: "the beginnings of ids of every project",
    caughtBy: /another project's sessions are not found/,
    plant: (right) => ({
      findSessions: (query) => right.findSessions({ ...query, scope: everything }),
    }),
  },
  {
    name: "a deleted session found by its beginning",
    caughtBy: /archived sessions are found, deleted ones when asked/,
    plant: (right) => ({
      findSessions: (query) => right.findSessions({ ...query, includeDeleted: true }),
    }),
  },
  {
    name: "the last of the ids that begin alike instead of the first",
    caughtBy: /at most as many as asked for are returned/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, limit: 1000 })
        return all.slice(-query.limit)
      },
    }),
  },
]
