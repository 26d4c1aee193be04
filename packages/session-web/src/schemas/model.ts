import { z } from "@hono/zod-openapi"
import { jsonValueSchema } from "./json.ts"

export const modelSchema = z
  .object({ providerId: z.string(), modelId: z.string() })
  .catchall(jsonValueSchema.optional())
  .openapi("Model")
