import { createRoute, type OpenAPIHono } from "@hono/zod-openapi"
import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { type SSEStreamingApi, streamSSE } from "hono/streaming"
import type { ChangeHub } from "../changes/change-hub.ts"
import { projectQuery, type SessionEvent, sessionEventSchema } from "../schemas/index.ts"
import { type ApiContext, createRouter, problems, storeFor } from "./api-context.ts"

const events = createRoute({
  method: "get",
  path: "/events",
  summary: "Which sessions change, as server-sent events",
  description: [
    "`event: session` says that a session changed, was deleted (`deletedAt`) or purged (`session` is null).",
    "Blocks with an `id:` alone move the position: a client that connects again with it as `Last-Event-ID`, as browsers do by",
    "themselves, goes on exactly there. `event: reset` says that the position is not of this database: read everything anew.",
  ].join(" "),
  request: { query: projectQuery },
  responses: {
    200: { description: "The stream", content: { "text/event-stream": { schema: sessionEventSchema } } },
    ...problems,
  },
})

const heartbeatMilliseconds = 15_000
const pageSize = 200

/** The stream of changes. */
export function eventRoutes(context: ApiContext): OpenAPIHono {
  const router = createRouter()
  router.openapi(events, (c) => {
    const store = storeFor(context, c.req.valid("query").project)
    const since = c.req.header("Last-Event-ID")
    return streamSSE(c, (stream) => follow(stream, store, context.changes, since))
  })
  return router
}

async function follow(
  stream: SSEStreamingApi,
  store: SessionStore,
  changes: ChangeHub,
  since: string | undefined,
): Promise<void> {
  const leaving = new AbortController()
  stream.onAbort(() => leaving.abort())
  let position = await begin(stream, store, since)
  let lastWrite = Date.now()
  while (!leaving.signal.aborted && !changes.ended) {
    const { version } = changes
    const page = await store.sessionChanges({ since: position, limit: pageSize })
    for (const { sessionId, revision, session } of page.changes) {
      const event: SessionEvent = { type: "session", sessionId, revision, session }
      await stream.writeSSE({ event: "session", data: JSON.stringify(event) })
    }
    if (page.cursor !== position) {
      position = page.cursor
      // After all of the page: a reader that leaves within it gets it again.
      await stream.write(`id: ${position}\n\n`)
      lastWrite = Date.now()
    }
    if (!page.complete) continue
    const rest = lastWrite + heartbeatMilliseconds - Date.now()
    await changes.wait(version, Math.max(0, rest), leaving.signal)
    if (Date.now() - lastWrite < heartbeatMilliseconds) continue
    await stream.write(": still here\n\n")
    lastWrite = Date.now()
  }
}

/** Where to go on: where the client was, or now. */
async function begin(stream: SSEStreamingApi, store: SessionStore, since: string | undefined): Promise<string> {
  if (since !== undefined && since !== "") {
    try {
      await store.sessionChanges({ since, limit: 1 })
      return since
    } catch (error) {
      if (!SessionStorageError.isInstance(error, "invalid_cursor")) throw error
      await stream.writeSSE({ event: "reset", data: "{}" })
    }
  }
  const { cursor } = await store.sessionChanges({ since: "now", limit: 1 })
  await stream.write(`id: ${cursor}\n\n`)
  return cursor
}
