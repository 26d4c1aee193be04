import { z } from "@hono/zod-openapi"
import { authorSchema } from "./author.ts"
import { damageSchema } from "./damage.ts"
import { jsonObjectSchema, jsonValueSchema } from "./json.ts"
import { modelSchema } from "./model.ts"
import { cursor, limit, nextCursor } from "./page.ts"
import { project } from "./project.ts"
import { milliseconds } from "./time.ts"
import { usageSchema } from "./usage.ts"

const todoSchema = z
  .object({ content: z.string(), status: z.string(), priority: z.string().optional() })
  .catchall(jsonValueSchema.optional())
  .openapi("Todo")

const markSchema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("pin"), user: z.string().nullable() }),
    z.object({ type: z.literal("tag"), tag: z.string(), user: z.string().nullable() }),
  ])
  .openapi("SessionMark")

export const sessionSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    parentId: z.string().nullable(),
    title: z.string(),
    titleSource: z.enum(["user", "generated"]),
    directory: z.string(),
    author: authorSchema.nullable(),
    agent: z.string().nullable(),
    model: modelSchema.nullable(),
    todos: z.array(todoSchema),
    metadata: jsonObjectSchema,
    marks: z.array(markSchema),
    usage: usageSchema,
    messageCount: z.number(),
    revision: z.number(),
    createdAt: milliseconds,
    updatedAt: milliseconds,
    archivedAt: milliseconds.nullable(),
    deletedAt: milliseconds.nullable(),
    deletionId: z.string().nullable(),
    damaged: damageSchema.optional(),
  })
  .openapi("Session")
export type Session = z.infer<typeof sessionSchema>

export const sessionPageSchema = z.object({ sessions: z.array(sessionSchema), nextCursor }).openapi("SessionPage")
export type SessionPage = z.infer<typeof sessionPageSchema>

const sessionStateSchema = z.enum(["active", "archived", "deleted"])
export type SessionState = z.infer<typeof sessionStateSchema>

export const sessionParameters = z.object({ id: z.string().min(1).max(191) })

export const sessionQuery = z.object({
  state: sessionStateSchema.optional(),
  parent: z
    .string()
    .min(1)
    .optional()
    .openapi({ description: "`none` for those that no other started, or a session's id" }),
  limit,
  cursor,
  project,
})

export const updateSessionBody = z.strictObject({
  title: z.string().min(1).optional(),
  archived: z.boolean().optional(),
})
export type UpdateSessionBody = z.infer<typeof updateSessionBody>

export const forkBody = z.strictObject({ messageId: z.string().optional() })
export type ForkBody = z.infer<typeof forkBody>
