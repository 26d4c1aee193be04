import { z } from "@hono/zod-openapi"
import type { SessionStore } from "@opencode/session-core"
import { expect } from "vitest"
import { ChangeHub } from "../../src/changes/change-hub.ts"
import { createApp } from "../../src/server/create-app.ts"
import { silentAgent } from "./silent-agent.ts"

/** Where a route's responses are described: its method, its path as a pattern, and the schema of the JSON of each status. */
interface DescribedRoute {
  method: string
  path: RegExp
  schemas: Map<number, z.ZodType>
}

/** The routes of the API, an agent's among them, as they describe themselves. */
function describedRoutes(store: SessionStore): DescribedRoute[] {
  const agent = silentAgent("described")
  const status = {
    provider: store.provider,
    badge: "",
    project: { id: "described", name: "described" },
    author: { user: "", host: "" },
    agent: agent.capability,
  }
  const context = { store, agent, changes: new ChangeHub(), status }
  const app = createApp({ context, host: "127.0.0.1", token: null, pageFolder: "", report: () => {} })
  return app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return []
    const { method, path, responses } = definition.route
    const schemas = Object.entries(responses).flatMap(([status, response]): [number, z.ZodType][] => {
      const media = "content" in response ? response.content?.["application/json"] : undefined
      const schema = media !== undefined && "schema" in media ? media.schema : undefined
      return schema instanceof z.ZodType ? [[Number(status), schema]] : []
    })
    return [{ method, path: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`), schemas: new Map(schemas) }]
  })
}

/** Fails unless a response is what its route says of it, with no field missing and none that is not described. */
export function responseChecker(store: SessionStore): (request: Request, response: Response) => Promise<void> {
  const routes = describedRoutes(store)
  return async (request, response) => {
    const [type] = response.headers.get("Content-Type")?.split(";") ?? []
    const { pathname } = new URL(request.url)
    if (type !== "application/json" || !pathname.startsWith("/api/")) return
    const method = request.method.toLowerCase()
    const route = routes.find((each) => each.method === method && each.path.test(pathname))
    const schema = route?.schemas.get(response.status)
    if (schema === undefined) throw new Error(`${request.method} ${pathname} describes no response ${response.status}.`)
    const body: unknown = await response.clone().json()
    const { data, error } = schema.safeParse(body)
    if (error !== undefined) throw new Error(`${request.method} ${pathname}: ${z.prettifyError(error)}`)
    // What a schema does not have, it drops.
    expect(data, `${request.method} ${pathname} responds with what its schema has`).toEqual(body)
  }
}
