import { createRoute, type OpenAPIHono } from "@hono/zod-openapi"
import {
  projectListSchema,
  searchPageSchema,
  searchQuery,
  statisticsQuery,
  statisticsSchema,
  statusSchema,
} from "../schemas/index.ts"
import { type ApiContext, createRouter, jsonResponse, problems, storeFor } from "./api-context.ts"
import { UsageByDay } from "./usage-by-day.ts"
import { withOrigins } from "./with-origins.ts"

const status = createRoute({
  method: "get",
  path: "/status",
  summary: "Which store, which project, which agent",
  responses: { 200: jsonResponse(statusSchema, "The server's status"), ...problems },
})

const projects = createRoute({
  method: "get",
  path: "/projects",
  summary: "All projects of the database",
  responses: { 200: jsonResponse(projectListSchema, "By id"), ...problems },
})

const search = createRoute({
  method: "get",
  path: "/search",
  summary: "Text in titles and parts",
  description: "Every word must occur, case aside, as part of a word too; what stands in double quotes is one word.",
  request: { query: searchQuery },
  responses: { 200: jsonResponse(searchPageSchema, "Titles first, then parts, newest first"), ...problems },
})

const statistics = createRoute({
  method: "get",
  path: "/statistics",
  summary: "What the project holds, and what it took day by day",
  request: { query: statisticsQuery },
  responses: { 200: jsonResponse(statisticsSchema, "Totals, and days that have any messages with usage"), ...problems },
})

/** Routes that are about the store as a whole. */
export function storeRoutes(context: ApiContext): OpenAPIHono {
  const router = createRouter()
  const usageByDay = new UsageByDay()
  router.openapi(status, (c) => c.json(context.status, 200))
  router.openapi(projects, async (c) => c.json({ projects: await context.store.projects.list() }, 200))
  router.openapi(search, async (c) => {
    const { text, project, ...page } = c.req.valid("query")
    const store = storeFor(context, project)
    return c.json(await withOrigins(store, await store.search(text, page)), 200)
  })
  router.openapi(statistics, async (c) => {
    const { days = 90, project } = c.req.valid("query")
    const store = storeFor(context, project)
    return c.json({ totals: await store.statistics(), days: await usageByDay.of(store, days) }, 200)
  })
  return router
}
