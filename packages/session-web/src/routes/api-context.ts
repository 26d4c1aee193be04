import { OpenAPIHono, z } from "@hono/zod-openapi"
import type { SessionStore } from "@opencode/session-core"
import type { ChangeHub } from "../changes/change-hub.ts"
import { problemSchema, type Status } from "../schemas/index.ts"
import { problem, problemResponse } from "./problem.ts"
import type { SessionWebAgent } from "./session-web-agent.ts"

/** What the routes work with. */
export interface ApiContext {
  /** The server's own project. */
  store: SessionStore
  /** What answers prompts; null without an agent. */
  agent: SessionWebAgent | null
  changes: ChangeHub
  status: Status
}

/** The store of the project that a request asks for: the server's own by default. */
export const storeFor = ({ store }: ApiContext, project: string | undefined): SessionStore =>
  project === undefined ? store : store.forProject(project)

/** A router whose requests are checked by their schemas. */
export const createRouter = (): OpenAPIHono =>
  new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return
      return problemResponse(problem(400, "invalid_input", z.prettifyError(result.error)))
    },
  })

/** A response in JSON, as a route describes it. */
export const jsonResponse = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { "application/json": { schema } },
})

/** A body in JSON that must be there. */
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
})

/** What every route may respond with besides. */
export const problems = {
  default: { description: "What went wrong", content: { "application/problem+json": { schema: problemSchema } } },
} as const
