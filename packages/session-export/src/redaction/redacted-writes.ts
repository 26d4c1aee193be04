import type { SessionStore } from "@opencode/session-core"
import { only } from "./only-members.ts"
import type { Redactor } from "./redactor.ts"

/**
 * A store to which nothing is written that the redactor leaves out: for what sends sessions away from this machine. It reads sessions,
 * messages, files and projects as the store has them, and writes by `apply` alone; nothing else of it can be called.
 */
export function redactedWrites(store: SessionStore, redactor: Redactor): SessionStore {
  const { files, messages, projects, sessions } = store
  return only(store, {
    sessions: only(sessions, {
      get: (id, options) => sessions.get(id, options),
      require: (id, options) => sessions.require(id, options),
    }),
    messages: only(messages, {
      get: (sessionId, messageId, options) => messages.get(sessionId, messageId, options),
      all: (sessionId, options) => messages.all(sessionId, options),
      parts: (message, options) => messages.parts(message, options),
    }),
    files: only(files, { all: (sessionId, options) => files.all(sessionId, options) }),
    projects: only(projects, {
      list: () => projects.list(),
      put: (project) => projects.put(project),
    }),
    provider: store.provider,
    apply: async (sessionId, changes, options) => {
      const redacted = []
      for (const change of changes) redacted.push(await redactor.change(change))
      return store.apply(sessionId, redacted, options)
    },
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  })
}
