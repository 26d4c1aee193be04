import { z } from "@hono/zod-openapi"
import { authorSchema } from "./author.ts"
import { damageSchema } from "./damage.ts"
import { jsonObjectSchema, jsonValueSchema } from "./json.ts"
import { modelSchema } from "./model.ts"
import { cursor, limit, nextCursor } from "./page.ts"
import { partSchema } from "./part.ts"
import { milliseconds } from "./time.ts"
import { usageSchema } from "./usage.ts"

export const messageSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    role: z.string(),
    parentId: z.string().nullable(),
    agent: z.string().nullable(),
    model: modelSchema.nullable(),
    usage: usageSchema.nullable(),
    error: jsonValueSchema,
    author: authorSchema.nullable(),
    metadata: jsonObjectSchema,
    position: z.number(),
    revision: z.number(),
    createdAt: milliseconds,
    updatedAt: milliseconds,
    completedAt: milliseconds.nullable().openapi({ description: "Null while it is being written" }),
    damaged: damageSchema.optional(),
  })
  .openapi("Message")
export type Message = z.infer<typeof messageSchema>

const messageWithPartsSchema = messageSchema
  .extend({
    parts: z.array(partSchema),
    partsCursor: z.string().optional().openapi({
      description: "Set where the message has more parts than are here: the cursor with which its own route goes on",
    }),
  })
  .openapi("MessageWithParts")
export type MessageWithParts = z.infer<typeof messageWithPartsSchema>

export const messagePageSchema = z
  .object({ messages: z.array(messageWithPartsSchema), nextCursor })
  .openapi("MessagePage")
export type MessagePage = z.infer<typeof messagePageSchema>

export const messageQuery = z.object({
  limit,
  cursor,
  order: z.enum(["oldest-first", "newest-first"]).optional(),
  from: z.string().min(1).optional().openapi({ description: "The id of the message to begin with, without a cursor" }),
})
