import { createRoute, type OpenAPIHono } from "@hono/zod-openapi"
import { type FileList, fileListSchema, filePageSchema, fileVersionQuery, sessionParameters } from "../schemas/index.ts"
import { type ApiContext, createRouter, jsonResponse, problems } from "./api-context.ts"

const files = createRoute({
  method: "get",
  path: "/sessions/{id}/files",
  summary: "The files that were written in a session",
  request: { params: sessionParameters },
  responses: { 200: jsonResponse(fileListSchema, "By path"), ...problems },
})

const versions = createRoute({
  method: "get",
  path: "/sessions/{id}/files/versions",
  summary: "A file's versions with their contents",
  request: { params: sessionParameters, query: fileVersionQuery },
  responses: { 200: jsonResponse(filePageSchema, "A page, by version"), ...problems },
})

/** Routes of the files that a session's agent wrote. */
export function fileRoutes(context: ApiContext): OpenAPIHono {
  const router = createRouter()
  const everywhere = context.store.allProjects()
  router.openapi(files, async (c) => {
    const found = new Map<string, FileList["files"][number]>()
    for await (const { path, content, createdAt } of everywhere.files.all(c.req.valid("param").id)) {
      const versions = (found.get(path)?.versions ?? 0) + 1
      found.set(path, { path, versions, createdAt, size: Buffer.byteLength(content) })
    }
    return c.json({ files: [...found.values()] }, 200)
  })
  router.openapi(versions, async (c) => {
    const { path, ...page } = c.req.valid("query")
    return c.json(await everywhere.files.list(c.req.valid("param").id, { path, ...page }), 200)
  })
  return router
}
