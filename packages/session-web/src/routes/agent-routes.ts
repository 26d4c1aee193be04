import { createRoute, type OpenAPIHono } from "@hono/zod-openapi"
import type { SessionStore } from "@opencode/session-core"
import {
  createSessionBody,
  promptBody,
  replyStartedSchema,
  sessionParameters,
  sessionSchema,
} from "../schemas/index.ts"
import { body, createRouter, jsonResponse, problems } from "./api-context.ts"
import type { SessionWebAgent } from "./session-web-agent.ts"

const params = sessionParameters
const started = jsonResponse(replyStartedSchema, "The reply begins; follow it in the session")

const create = createRoute({
  method: "post",
  path: "/sessions",
  summary: "A new session, for the agent to answer in",
  request: { body: body(createSessionBody) },
  responses: { 201: jsonResponse(sessionSchema, "The session"), ...problems },
})

const prompt = createRoute({
  method: "post",
  path: "/sessions/{id}/prompt",
  summary: "Say something to the agent",
  request: { params, body: body(promptBody) },
  responses: { 202: started, ...problems },
})

const stop = createRoute({
  method: "post",
  path: "/sessions/{id}/stop",
  summary: "End the reply that this server is writing",
  request: { params },
  responses: { 204: { description: "None is being written any more" }, ...problems },
})

const retry = createRoute({
  method: "post",
  path: "/sessions/{id}/retry",
  summary: "Answer the last message of the user anew; the former reply stays",
  request: { params },
  responses: { 202: started, ...problems },
})

const goOn = createRoute({
  method: "post",
  path: "/sessions/{id}/continue",
  summary: "Go on with the last reply, when it was stopped or interrupted",
  request: { params },
  responses: { 202: started, ...problems },
})

/** Routes that begin a session and make the agent speak; a server without an agent has none of them. */
export function agentRoutes(agent: SessionWebAgent, store: SessionStore): OpenAPIHono {
  const router = createRouter()
  router.openapi(create, async (c) => c.json(await store.sessions.create(c.req.valid("json")), 201))
  router.openapi(prompt, async (c) => {
    const messageId = await agent.prompt(c.req.valid("param").id, c.req.valid("json").text)
    return c.json({ messageId }, 202)
  })
  router.openapi(stop, async (c) => {
    await agent.stop(c.req.valid("param").id)
    return c.body(null, 204)
  })
  router.openapi(retry, async (c) => c.json({ messageId: await agent.retry(c.req.valid("param").id) }, 202))
  router.openapi(goOn, async (c) => c.json({ messageId: await agent.continue(c.req.valid("param").id) }, 202))
  return router
}
