import type { SearchFilter, SessionFilter, SessionProvider } from "@opencode/session-core/provider"
import { type Fault, isInvalidCursor, writing } from "./fault.ts"

/** Queries whose filter is changed on their way. A cursor is of the changed one then. */
const filtering =
  (change: (filter: SessionFilter) => SessionFilter): Fault["plant"] =>
  (right): Partial<SessionProvider> => ({
    listSessions: (query) =>
      right.listSessions(query.filter === undefined ? query : { ...query, filter: change(query.filter) }),
  })

const searching =
  (change: (filter: SearchFilter) => SearchFilter): Fault["plant"] =>
  (right): Partial<SessionProvider> => ({
    search: (query) => right.search(query.filter === undefined ? query : { ...query, filter: change(query.filter) }),
  })

const eachFilter = /each filter finds its sessions and no others/

/** What is wrong with how sessions and hits are selected, and with pins and tags. */
export const filterFaults: Fault[] = [
  {
    name: "an author found by the beginning of the name",
    caughtBy: eachFilter,
    plant: filtering((filter) => (filter.author === "an" ? { ...filter, author: "ann" } : filter)),
  },
  {
    name: "a folder without those in it",
    caughtBy: eachFilter,
    plant: (right) => ({
      async listSessions(query) {
        const page = await right.listSessions(query)
        const { folder } = query.filter ?? {}
        const isRight = ({ directory }: { directory: string }) => folder === undefined || directory === folder
        return { ...page, sessions: page.sessions.filter(isRight) }
      },
    }),
  },
  {
    name: "a date that ends a moment late",
    caughtBy: eachFilter,
    plant: filtering((filter) => (filter.to === undefined ? filter : { ...filter, to: filter.to + 1 })),
  },
  {
    name: "a session that was not imported for one of any program",
    caughtBy: eachFilter,
    plant: filtering(({ origin, ...filter }) => (origin == null ? filter : { ...filter, origin })),
  },
  {
    name: "a colleague's tag for one's own",
    caughtBy: eachFilter,
    plant: filtering((filter) => (filter.tag === undefined ? filter : { ...filter, user: "bob" })),
  },
  {
    name: "a filter that knows a session as it was at first",
    caughtBy: /found by what it is now, and not by what it was/,
    plant(right) {
      const authors = new Map<string, string | undefined>()
      return {
        apply(batch) {
          const [first] = batch.changes
          if (first?.type === "session.create") authors.set(batch.sessionId, first.session.author?.user)
          return right.apply(batch)
        },
        async listSessions(query) {
          const { author, ...filter } = query.filter ?? {}
          if (author === undefined || query.cursor !== undefined) return right.listSessions(query)
          const { sessions } = await right.listSessions({ ...query, limit: 1000, filter })
          return { sessions: sessions.filter(({ id }) => authors.get(id) === author), nextCursor: null }
        },
      }
    },
  },
  {
    name: "a filter that loses what moves",
    caughtBy: /found in the state that it is in, and in the project that it was moved to/,
    plant(right) {
      const moved = new Set<string>()
      return {
        apply(batch) {
          if (batch.changes[0]?.type === "session.move") moved.add(batch.sessionId)
          return right.apply(batch)
        },
        async listSessions(query) {
          const page = await right.listSessions(query)
          if (query.filter === undefined) return page
          return { ...page, sessions: page.sessions.filter(({ id }) => !moved.has(id)) }
        },
      }
    },
  },
  {
    name: "a page that ends for good when it has looked at many",
    caughtBy: /goes on where it ended, and finds the few/,
    plant: (right) => ({
      async listSessions(query) {
        const page = await right.listSessions(query)
        return query.filter?.title === undefined ? page : { ...page, nextCursor: null }
      },
    }),
  },
  {
    name: "a filter paged by how many there were",
    caughtBy: /written while somebody pages through a filter hide no other/,
    plant: (right) => ({
      async listSessions({ cursor, limit, ...query }) {
        const { sessions } = await right.listSessions({ ...query, limit: 1000 })
        const offset = Number(cursor ?? 0)
        const next = offset + limit
        return { sessions: sessions.slice(offset, next), nextCursor: next < sessions.length ? String(next) : null }
      },
    }),
  },
  {
    name: "a cursor of another filter accepted",
    caughtBy: /a cursor of one filter is refused for another/,
    plant: (right) => ({
      listSessions: ({ cursor, ...query }) =>
        right.listSessions(cursor === undefined ? query : { ...query, cursor }).catch((error: unknown) => {
          if (isInvalidCursor(error)) return right.listSessions(query)
          throw error
        }),
    }),
  },
  {
    name: "a pin of one for all",
    caughtBy: /a pin is the user's own or the team's/,
    plant: writing((each) =>
      each.type !== "session.update" || each.fields.marks === undefined
        ? each
        : { ...each, fields: { ...each.fields, marks: each.fields.marks.map((mark) => ({ ...mark, user: null })) } },
    ),
  },
  {
    name: "a tag in small letters",
    caughtBy: /a tag is found by who gave it, letter case and all/,
    plant: writing((each) =>
      each.type !== "session.update" || each.fields.marks === undefined
        ? each
        : {
            ...each,
            fields: {
              ...each.fields,
              marks: each.fields.marks.map((mark) =>
                mark.type === "tag" ? { ...mark, tag: mark.tag.toLowerCase() } : mark,
              ),
            },
          },
    ),
  },
  {
    name: "marks written without a look at what others wrote",
    caughtBy: /two people who tag one session at once/,
    into: "sqlite",
    plant: (right) => ({
      apply({ expectedRevision, ...batch }) {
        const setsMarks = batch.changes.some(
          (each) => each.type === "session.update" && each.fields.marks !== undefined,
        )
        return right.apply(setsMarks || expectedRevision === undefined ? batch : { ...batch, expectedRevision })
      },
    }),
  },
  {
    name: "a mark without a limit",
    caughtBy: /what is no mark or no filter is refused by its name/,
    plant: (right) => ({
      // As if the tag that is one too many had taken the place of another.
      apply: (batch) => right.apply(batch),
      async getSession(query) {
        const session = await right.getSession(query)
        return session && { ...session, marks: session.marks.slice(0, 50) }
      },
    }),
  },
  {
    name: "a search in the sessions of everybody",
    caughtBy: /a search finds the titles and parts of the sessions that a filter is about/,
    plant: searching(({ author: _author, ...filter }) => filter),
  },
  {
    name: "a search that takes a session's time for a part's",
    caughtBy: /narrowed to a kind of part, to a role, to titles and to a time/,
    plant: searching(({ from: _from, ...filter }) => filter),
  },
  {
    name: "a role that nobody looks at",
    caughtBy: /narrowed to a kind of part, to a role, to titles and to a time/,
    plant: searching(({ role, ...filter }) => (role === undefined ? filter : { ...filter, partType: "text" })),
  },
]
