import { OpenAPIHono } from "@hono/zod-openapi"
import { bodyLimit } from "hono/body-limit"
import { agentRoutes } from "../routes/agent-routes.ts"
import type { ApiContext } from "../routes/api-context.ts"
import { eventRoutes } from "../routes/event-routes.ts"
import { fileRoutes } from "../routes/file-routes.ts"
import { problem, problemOf, problemResponse } from "../routes/problem.ts"
import { sessionRoutes } from "../routes/session-routes.ts"
import { storeRoutes } from "../routes/store-routes.ts"
import { refuseForeign, requireToken } from "./guard.ts"
import { pageFiles } from "./page-files.ts"
import { securityHeaders } from "./security-headers.ts"

export interface CreateAppOptions {
  context: ApiContext
  /** The host that the server is bound to. */
  host: string
  /** Null when no client has to show one. */
  token: string | null
  /** Where the built page is. */
  pageFolder: string
  /** Told of unexpected errors. */
  report: (problem: unknown) => void
}

/** Bytes of a request's body: a prompt, a title. */
const maximumBody = 1024 * 1024

/** The API, its description, and the page. */
export function createApp({ context, host, token, pageFolder, report }: CreateAppOptions): OpenAPIHono {
  const app = new OpenAPIHono()
  app.use(securityHeaders)
  app.use(refuseForeign(host))
  app.use(requireToken(token))
  app.use(
    bodyLimit({
      maxSize: maximumBody,
      onError: () => problemResponse(problem(413, "too_large", `The body is over ${maximumBody} bytes.`)),
    }),
  )
  for (const routes of [storeRoutes, sessionRoutes, fileRoutes, eventRoutes]) app.route("/api", routes(context))
  if (context.agent !== null) app.route("/api", agentRoutes(context.agent, context.store))
  app.all("/api/*", () =>
    problemResponse(problem(404, "not_found", "There is no such route.", "They are listed at /doc.")),
  )
  app.doc("/doc", {
    openapi: "3.1.0",
    info: { title: "OpenCode session storage: the page's API", version: "1" },
  })
  app.use(pageFiles(pageFolder))
  app.onError((error) => {
    const body = problemOf(error)
    if (body.status === 500) report(error)
    return problemResponse(body)
  })
  return app
}
