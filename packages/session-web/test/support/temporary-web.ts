import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { onTestFinished } from "vitest"
import {
  createSessionWeb,
  type ServedSessionWeb,
  type ServeSessionWebOptions,
  type SessionWeb,
  type SessionWebOptions,
  serveSessionWeb,
} from "../../src/index.ts"
import { responseChecker } from "./check-response.ts"
import { WebClient } from "./web-client.ts"

/** A store in memory, of the project `widget`. */
export const memoryStore = (): SessionStore =>
  createSessionStore({
    provider: createMemoryProvider(),
    scope: { projectId: "widget" },
    author: { user: "ada", host: "laptop" },
  })

interface TemporaryWeb {
  web: SessionWeb
  store: SessionStore
  client: WebClient
}

/** The API over an empty store, without a server; it ends with the test. */
export async function temporaryWeb(options: Partial<SessionWebOptions> = {}): Promise<TemporaryWeb> {
  const store = options.store ?? memoryStore()
  const web = await createSessionWeb({ ...options, store })
  onTestFinished(async () => {
    await web.close()
    await store.close()
  })
  return { web, store, client: new WebClient(web.fetch, responseChecker(store)) }
}

interface TemporaryServer {
  served: ServedSessionWeb
  store: SessionStore
  /** Where it is reached, without its token. */
  address: string
}

/** A server over an empty store, on a free port; it ends with the test. */
export async function temporaryServer(options: Partial<ServeSessionWebOptions> = {}): Promise<TemporaryServer> {
  const store = options.store ?? memoryStore()
  const served = await serveSessionWeb({ port: 0, ...options, store })
  onTestFinished(async () => {
    await served.close()
    await store.close()
  })
  return { served, store, address: `http://127.0.0.1:${served.port}` }
}
