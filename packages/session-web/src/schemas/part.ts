import { z } from "@hono/zod-openapi"
import { damageSchema } from "./damage.ts"
import { jsonObjectSchema } from "./json.ts"
import { cursor, limit, nextCursor } from "./page.ts"
import { sessionParameters } from "./session.ts"
import { milliseconds } from "./time.ts"

export const partSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    messageId: z.string(),
    type: z.string(),
    data: jsonObjectSchema,
    position: z.number(),
    revision: z.number(),
    createdAt: milliseconds,
    updatedAt: milliseconds,
    damaged: damageSchema.optional(),
    unloaded: z
      .object({ bytes: z.number() })
      .optional()
      .openapi({ description: "The part is too large for the page: `data` is empty, and its own route has it" }),
  })
  .openapi("Part")
export type Part = z.infer<typeof partSchema>

export const partPageSchema = z.object({ parts: z.array(partSchema), nextCursor }).openapi("PartPage")
export type PartPage = z.infer<typeof partPageSchema>

export const partsQuery = z.object({ limit, cursor })

export const messageParameters = sessionParameters.extend({ messageId: z.string().min(1).max(191) })

export const partParameters = messageParameters.extend({ partId: z.string().min(1).max(191) })
