import type { FileVersion, MessageWithParts, Part, RecordedChange, Session, SessionStore } from "@opencode/session-core"
import { only } from "./only-members.ts"
import type { Redactor } from "./redactor.ts"

/**
 * A store as it may be handed on: all that it reads is without what the redactor leaves out. For exports, in whatever format:
 * sessions, messages, parts, files, changes and projects can be read, and nothing else is there.
 */
export function redactedStore(store: SessionStore, redactor: Redactor): SessionStore {
  /** Parts that are redacted already: a message is given back to be asked for its parts. */
  const done = new WeakSet<Part>()
  const partOf = async (part: Part): Promise<Part> => {
    if (done.has(part)) return part
    const redacted = await redactor.part(part)
    done.add(redacted)
    return redacted
  }
  const messageOf = async (message: MessageWithParts): Promise<MessageWithParts> => {
    const parts: Part[] = []
    for (const part of message.parts) parts.push(await partOf(part))
    return { ...(await redactor.message(message)), parts }
  }
  const sessionOf = (session: Session): Promise<Session> => redactor.session(session)

  const sessions = only(store.sessions, {
    get: async (id, options) => {
      const session = await store.sessions.get(id, options)
      return session === null ? null : sessionOf(session)
    },
    require: async (id, options) => sessionOf(await store.sessions.require(id, options)),
    list: async (options) => {
      const page = await store.sessions.list(options)
      return { ...page, sessions: await each(page.sessions, sessionOf) }
    },
    all: (options) => mapped(store.sessions.all(options), sessionOf),
  })
  const messages = only(store.messages, {
    list: async (sessionId, options) => {
      const page = await store.messages.list(sessionId, options)
      // A look at the beginning, before all of it is read.
      return { ...page, messages: await redactor.quietly(() => each(page.messages, messageOf)) }
    },
    all: (sessionId, options) => mapped(store.messages.all(sessionId, options), messageOf),
    parts: (message, options) => mapped(store.messages.parts(message, options), partOf),
  })
  const files = only(store.files, {
    all: (sessionId, options) =>
      mapped(store.files.all(sessionId, options), (file: FileVersion) => redactor.file(file)),
  })
  return only(store, {
    sessions,
    messages,
    files,
    projects: only(store.projects, { list: () => store.projects.list() }),
    scope: store.scope,
    projectId: store.projectId,
    sessionChanges: async (options) => {
      const page = await store.sessionChanges(options)
      const changes = await each(page.changes, async (change) => ({
        ...change,
        session: change.session === null ? null : await sessionOf(change.session),
      }))
      return { ...page, changes }
    },
    allChanges: (sessionId, since, options) =>
      mapped(store.allChanges(sessionId, since, options), (change) => changeOf(change, redactor)),
  })
}

async function changeOf(change: RecordedChange, redactor: Redactor): Promise<RecordedChange> {
  switch (change.type) {
    case "session":
      return { ...change, session: await redactor.session(change.session) }
    case "message":
      return { ...change, message: await redactor.message(change.message) }
    case "part":
      return { ...change, part: await redactor.part(change.part) }
    case "file":
      return { ...change, file: await redactor.file(change.file) }
    case "file.removed":
      return { ...change, path: redactor.fileName(change.path) }
    default:
      return change
  }
}

async function each<From, To>(items: readonly From[], map: (item: From) => Promise<To>): Promise<To[]> {
  const results: To[] = []
  for (const item of items) results.push(await map(item))
  return results
}

async function* mapped<From, To>(
  items: AsyncIterable<From>,
  map: (item: From) => Promise<To>,
): AsyncGenerator<To, void, undefined> {
  for await (const item of items) yield await map(item)
}
