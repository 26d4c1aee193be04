import {
  type Capabilities,
  type SessionProvider,
  SessionStorageError,
  specificationVersion,
} from "@opencode/session-core/provider"
import { notImplemented } from "./not-implemented.ts"
import type { ExampleOptions } from "./options.ts"

/** What works is claimed. The kit tests what is claimed, and that the rest is refused. */
const capabilities: Capabilities = { search: false, durable: false, shared: false }

/** Opens the database as a provider. */
export async function createExampleProvider(_options: ExampleOptions): Promise<SessionProvider> {
  let closed = false

  /** Every call but `close` goes through here. */
  async function whileOpen<Result>(call: () => Result | Promise<Result>): Promise<Result> {
    if (closed) throw new SessionStorageError("closed", "The example provider was closed.")
    return call()
  }

  return {
    specificationVersion,
    name: "example",
    location: "example",
    capabilities,

    // As long as there is no schema, there is nothing to bring up to date.
    migrate: () => whileOpen(() => ({ applied: [], pending: [], version: null })),

    apply: (_batch) => whileOpen(() => notImplemented("apply")),

    getSession: (_query) => whileOpen(() => notImplemented("getSession")),
    listSessions: (_query) => whileOpen(() => notImplemented("listSessions")),
    findSessions: (_query) => whileOpen(() => notImplemented("findSessions")),
    listMessages: (_query) => whileOpen(() => notImplemented("listMessages")),
    listParts: (_query) => whileOpen(() => notImplemented("listParts")),
    getPart: (_query) => whileOpen(() => notImplemented("getPart")),
    listFiles: (_query) => whileOpen(() => notImplemented("listFiles")),
    changes: (_query) => whileOpen(() => notImplemented("changes")),
    sessionChanges: (_query) => whileOpen(() => notImplemented("sessionChanges")),

    search: (_query) =>
      whileOpen(() => {
        throw new SessionStorageError("unsupported", "The example provider cannot search.", {
          hint: "Use a provider that can, such as sqlite.",
        })
      }),

    getProject: (_id) => whileOpen(() => notImplemented("getProject")),
    listProjects: () => whileOpen(() => notImplemented("listProjects")),
    putProject: (_project) => whileOpen(() => notImplemented("putProject")),
    statistics: (_scope) => whileOpen(() => notImplemented("statistics")),
    statisticsBy: (_query) => whileOpen(() => notImplemented("statisticsBy")),

    check: () => whileOpen(() => notImplemented("check")),
    prune: (_query) => whileOpen(() => notImplemented("prune")),

    async close() {
      closed = true
    },
  }
}
