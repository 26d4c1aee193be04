import { type Fault, isInvalidCursor } from "./fault.ts"

/** What is wrong with pages: their order, their cursors, their bounds. */
export const pageFaults: Fault[] = [
  {
    name: "positions from the clock",
    caughtBy: /invariant 3: positions/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({ ...each, position: each.createdAt }))
        return { ...page, messages: messages.sort((left, other) => left.createdAt - other.createdAt) }
      },
    }),
  },
  {
    name: "a page that begins after the message it was asked for",
    caughtBy: /a page begins with the message that it is asked to begin with/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        return query.from === undefined ? page : { ...page, messages: page.messages.slice(1) }
      },
    }),
  },
  {
    name: "OFFSET paging",
    caughtBy: /sessions that are created while somebody pages are neither repeated nor push others out/,
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
    name: "a page that looks for the row of its cursor",
    caughtBy: /a message that is removed while somebody pages takes no other with it/,
    plant: (right) => ({
      async listMessages({ cursor, limit, ...query }) {
        const { messages } = await right.listMessages({ ...query, limit: 1000 })
        const start = cursor === undefined ? 0 : messages.findIndex(({ id }) => id === cursor) + 1
        const isGone = cursor !== undefined && start === 0
        const page = isGone ? [] : messages.slice(start, start + limit)
        const next = start + limit < messages.length ? (page.at(-1)?.id ?? null) : null
        return { messages: page, nextCursor: next }
      },
    }),
  },
  {
    name: "a page limit ignored",
    caughtBy: /sessions come last changed first, and every one of them once, whatever the size of the page/,
    plant: (right) => ({ listSessions: (query) => right.listSessions({ ...query, limit: 1000 }) }),
  },
  {
    name: "a bound in bytes ignored for messages",
    caughtBy: /messages come in pages of at most so many bytes/,
    plant: (right) => ({ listMessages: ({ bytes: _bytes, ...query }) => right.listMessages(query) }),
  },
  {
    name: "a bound in bytes ignored for files",
    caughtBy: /versions of files come in pages of at most so many bytes/,
    plant: (right) => ({ listFiles: ({ bytes: _bytes, ...query }) => right.listFiles(query) }),
  },
  {
    name: "a bound in bytes ignored for sessions",
    caughtBy: /sessions with much metadata come in pages of at most so many bytes/,
    plant: (right) => ({ listSessions: ({ bytes: _bytes, ...query }) => right.listSessions(query) }),
  },
  {
    name: "one row a page whenever there is a bound in bytes",
    caughtBy: /many small messages fill a page/,
    plant: (right) => ({
      listMessages: (query) => right.listMessages(query.bytes === undefined ? query : { ...query, limit: 1 }),
    }),
  },
  {
    name: "a cursor of another query accepted",
    caughtBy: /a cursor of another query is refused/,
    plant: (right) => ({
      listSessions: ({ cursor, ...query }) =>
        right.listSessions(cursor === undefined ? query : { ...query, cursor }).catch((error: unknown) => {
          if (isInvalidCursor(error)) return right.listSessions(query)
          throw error
        }),
    }),
  },
  {
    name: "a forged position given to the database",
    caughtBy: /a cursor with a position that no row has is refused/,
    plant: (right) => ({
      listFiles: (query) =>
        right.listFiles(query).catch((error: unknown) => {
          throw isInvalidCursor(error) ? new Error("Bind parameters must not contain undefined") : error
        }),
    }),
  },
]
