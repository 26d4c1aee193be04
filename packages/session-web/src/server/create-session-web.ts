import { currentAuthor, SessionStorageError, type SessionStore } from "@opencode/session-core"
import { ChangeHub } from "../changes/change-hub.ts"
import type { SessionWebAgent } from "../routes/session-web-agent.ts"
import type { Status } from "../schemas/index.ts"
import { badgeOf } from "./badge.ts"
import { createApp } from "./create-app.ts"
import { builtPage } from "./page-folder.ts"

/** What `createSessionWeb` needs, and may be told. */
export interface SessionWebOptions {
  /**
   * The open store whose sessions are shown. It stays the caller's to close, after the page.
   *
   * The page reaches all projects of its database: they are in the list at its top, and a session is found by its id in any.
   */
  store: SessionStore
  /** The id of the project that is shown first. The store's own by default; needed when the store is for all projects. */
  project?: string | undefined
  /** What answers prompts. Without one, sessions are read and looked after, and nothing new is said in them. */
  agent?: SessionWebAgent | undefined
  /**
   * The host that requests are received at, 127.0.0.1 by default. A request whose `Host` header has another name is refused
   * (DNS rebinding); the names of this machine's loopback interface are always right, and for `0.0.0.0` and `::` its addresses.
   */
  host?: string | undefined
  /**
   * What a client must show, as `?token=` in the first address (it is a cookie from then on) or as a bearer token. Without one,
   * every client that can connect reads, changes and deletes the sessions of all projects.
   */
  token?: string | undefined
  /** The folder of the built page, for programs whose bundle has this package's code in it. The package's own by default. */
  pageFolder?: string | undefined
  /** Told of errors that no caller waits for. Printed by default. */
  report?: ((problem: unknown) => void) | undefined
}

/** A page over a store, with its API. */
export interface SessionWeb {
  /** What `/api/status` says. */
  readonly status: Status
  /** Answers a request, in any server that speaks the web's `Request` and `Response`. */
  fetch(request: Request): Response | Promise<Response>
  /** Ends the streams of changes, and follows the store no more. The store stays open. May be called twice. */
  close(): Promise<void>
}

/**
 * Makes the page and its API of a store: routes under `/api`, which `/doc` describes (OpenAPI 3.1), and the page at every other
 * address. Every response carries a Content-Security-Policy that lets no script run but the page's own files.
 *
 * Over HTTP, sessions are read, searched, renamed, archived, deleted, restored, forked and exported. Errors are problem details
 * (RFC 9457) with the store's codes.
 *
 * Fails with `invalid_input` when the store is for all projects and `project` is not given.
 */
export async function createSessionWeb(options: SessionWebOptions): Promise<SessionWeb> {
  const { agent = null, host = "127.0.0.1", token = null, pageFolder = builtPage } = options
  const report = options.report ?? ((problem: unknown) => console.error(problem))
  const projectId = options.project ?? options.store.projectId
  if (projectId === null) {
    throw new SessionStorageError("invalid_input", "The store is for all projects: the page needs one to show first.", {
      hint: "Set the option `project` to the id of a project.",
    })
  }
  const store = options.store.forProject(projectId)
  const known = (await store.projects.list()).find(({ id }) => id === projectId)
  const status: Status = {
    provider: store.provider,
    badge: badgeOf(store.provider),
    project: { id: projectId, name: known?.name ?? projectId },
    author: currentAuthor(),
    agent: agent === null ? null : agent.capability,
  }
  const changes = new ChangeHub()
  await changes.start(store.allProjects(), report)
  const app = createApp({ context: { store, agent, changes, status }, host, token, pageFolder, report })
  return { status, fetch: (request) => app.fetch(request), close: () => changes.close() }
}
