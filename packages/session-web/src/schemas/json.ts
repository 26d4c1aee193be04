import { z } from "@hono/zod-openapi"
import type { JsonObject, JsonValue } from "@opencode/session-core"

/** Any value of JSON. */
export const jsonValueSchema = z
  .custom<JsonValue>((value) => value !== undefined)
  .openapi({ type: ["object", "array", "string", "number", "boolean", "null"] })

/** Any object: what is in it is the session's own. */
export const jsonObjectSchema = z
  .custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
  .openapi({ type: "object", additionalProperties: true })
