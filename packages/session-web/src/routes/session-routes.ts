import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi"
import { exportLines, inSlices } from "@opencode/session-core/transfer"
import { stream } from "hono/streaming"
import {
  changesPageSchema,
  changesQuery,
  forkBody,
  messagePageSchema,
  messageParameters,
  messageQuery,
  partPageSchema,
  partParameters,
  partSchema,
  partsQuery,
  sessionPageSchema,
  sessionParameters,
  sessionQuery,
  sessionSchema,
  updateSessionBody,
} from "../schemas/index.ts"
import { type ApiContext, body, createRouter, jsonResponse, problems, storeFor } from "./api-context.ts"

const params = sessionParameters
const one = jsonResponse(sessionSchema, "The session")

const list = createRoute({
  method: "get",
  path: "/sessions",
  summary: "Sessions, last changed first",
  request: { query: sessionQuery },
  responses: { 200: jsonResponse(sessionPageSchema, "A page"), ...problems },
})

const read = createRoute({
  method: "get",
  path: "/sessions/{id}",
  summary: "A session, also a deleted one",
  request: { params },
  responses: { 200: one, ...problems },
})

const update = createRoute({
  method: "patch",
  path: "/sessions/{id}",
  summary: "Rename, archive, unarchive",
  request: { params, body: body(updateSessionBody) },
  responses: { 200: one, ...problems },
})

const remove = createRoute({
  method: "delete",
  path: "/sessions/{id}",
  summary: "Delete, with the sessions of its sub-agents",
  request: { params },
  responses: { 204: { description: "It is hidden, and can be restored" }, ...problems },
})

const restore = createRoute({
  method: "post",
  path: "/sessions/{id}/restore",
  summary: "Bring back what a deletion hid",
  request: { params },
  responses: { 200: one, ...problems },
})

const fork = createRoute({
  method: "post",
  path: "/sessions/{id}/fork",
  summary: "Copy, up to and with a message when one is given",
  request: { params, body: body(forkBody) },
  responses: { 201: jsonResponse(sessionSchema, "The copy"), ...problems },
})

const messages = createRoute({
  method: "get",
  path: "/sessions/{id}/messages",
  summary: "Messages with their parts",
  description: [
    "A page has at most about 2 MiB, and then fewer messages than `limit`. A message that alone has more comes with its largest",
    "parts marked by `unloaded`: read these one by one. Of a message with more than 1000 parts these are the first, and `partsCursor`",
    "says where its own route goes on.",
  ].join(" "),
  request: { params, query: messageQuery },
  responses: { 200: jsonResponse(messagePageSchema, "A page"), ...problems },
})

const parts = createRoute({
  method: "get",
  path: "/sessions/{id}/messages/{messageId}/parts",
  summary: "The parts of a message, such as those that a page of messages did not list",
  description:
    "A page has at most about 2 MiB, or one part, and then fewer parts than `limit`, which is 1000 unless it is given.",
  request: { params: messageParameters, query: partsQuery },
  responses: { 200: jsonResponse(partPageSchema, "A page"), ...problems },
})

const part = createRoute({
  method: "get",
  path: "/sessions/{id}/messages/{messageId}/parts/{partId}",
  summary: "One part of a message, such as one that a page did not load",
  request: { params: partParameters },
  responses: { 200: jsonResponse(partSchema, "The part"), ...problems },
})

const changes = createRoute({
  method: "get",
  path: "/sessions/{id}/changes",
  summary: "What changed after a revision",
  request: { params, query: changesQuery },
  responses: {
    200: jsonResponse(changesPageSchema, "A page: ask again with its `since` until it is complete"),
    ...problems,
  },
})

const download = createRoute({
  method: "get",
  path: "/sessions/{id}/export",
  summary: "The session as JSON Lines, with checksums",
  request: { params },
  responses: {
    200: { description: "A download", content: { "application/jsonl": { schema: z.string() } } },
    ...problems,
  },
})

/** A browser keeps every page that was shown: what few people look at must not fill it. */
const messagePageBytes = 2 * 1024 * 1024
const partPageSize = 1000

/** Routes of sessions and what was said in them. By its id a session is found in every project. */
export function sessionRoutes(context: ApiContext): OpenAPIHono {
  const router = createRouter()
  const everywhere = context.store.allProjects()

  router.openapi(list, async (c) => {
    const { project, parent, ...page } = c.req.valid("query")
    const parentId = parent === "none" ? null : parent
    return c.json(await storeFor(context, project).sessions.list({ ...page, parentId }), 200)
  })
  router.openapi(read, async (c) => {
    const { id } = c.req.valid("param")
    return c.json(await everywhere.sessions.require(id, { includeDeleted: true }), 200)
  })
  router.openapi(update, async (c) => {
    const { id } = c.req.valid("param")
    const { title, archived } = c.req.valid("json")
    const fields = {
      ...(title === undefined ? {} : { title, titleSource: "user" as const }),
      ...(archived === undefined ? {} : { archivedAt: archived ? Date.now() : null }),
    }
    const isEmpty = Object.keys(fields).length === 0
    return c.json(await (isEmpty ? everywhere.sessions.require(id) : everywhere.sessions.update(id, fields)), 200)
  })
  router.openapi(remove, async (c) => {
    const { id } = c.req.valid("param")
    await context.agent?.stop(id)
    await everywhere.sessions.delete(id)
    return c.body(null, 204)
  })
  router.openapi(restore, async (c) => c.json(await everywhere.sessions.restore(c.req.valid("param").id), 200))
  router.openapi(fork, async (c) => {
    const { messageId } = c.req.valid("json")
    return c.json(await everywhere.sessions.fork(c.req.valid("param").id, { upTo: messageId }), 201)
  })
  router.openapi(messages, async (c) => {
    const { id } = c.req.valid("param")
    const options = { ...c.req.valid("query"), bytes: messagePageBytes, partial: true }
    const page = await everywhere.messages.list(id, options)
    const changed = await context.agent?.reviewMessages?.(id, page.messages)
    return c.json(changed ? await everywhere.messages.list(id, options) : page, 200)
  })
  router.openapi(parts, async (c) => {
    const { id, messageId } = c.req.valid("param")
    const page = { limit: partPageSize, ...c.req.valid("query"), bytes: messagePageBytes }
    return c.json(await everywhere.messages.listParts(id, messageId, page), 200)
  })
  router.openapi(part, async (c) => {
    const { id, messageId, partId } = c.req.valid("param")
    return c.json(await everywhere.messages.part(id, messageId, partId), 200)
  })
  router.openapi(changes, async (c) =>
    c.json(await everywhere.changes(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  // Its response is a stream, which the other kind of route has no type for.
  router.openAPIRegistry.registerPath(download)
  router.get("/sessions/:id/export", async (c) => {
    const { id } = await everywhere.sessions.require(c.req.param("id"), { includeDeleted: true })
    c.header("Content-Type", "application/jsonl; charset=utf-8")
    c.header("Content-Disposition", `attachment; filename="${exportName(id)}"`)
    return stream(c, async (output) => {
      for await (const text of inSlices(exportLines(everywhere, { sessionIds: [id] }))) {
        if (output.aborted) return
        await output.write(text)
      }
    })
  })
  return router
}

/** An id may be anything: in a file's name, and in a header, only what is harmless stays. */
const exportName = (id: string): string => `session-${id.replace(/[^\w-]+/g, "_").slice(0, 100)}.jsonl`
