import { z } from "@hono/zod-openapi"
import { type ErrorCode, errorCodes, type Session } from "@opencode/session-core"

/*
 * What goes over the wire. The store's own objects (sessions, messages, …) pass as they are: their schemas only describe them.
 */

const milliseconds = z.number().int().openapi({ description: "Epoch milliseconds", example: 1_764_000_000_000 })
const json = z.unknown()
/** Any object: what is in it is the session's own. */
const jsonObject = z.object({}).openapi({ additionalProperties: true })

const usageSchema = z
  .object({
    input: z.number(),
    output: z.number(),
    reasoning: z.number(),
    cacheRead: z.number(),
    cacheWrite: z.number(),
    cost: z.number().openapi({ description: "US dollars" }),
  })
  .openapi("Usage")

const authorSchema = z.object({ user: z.string(), host: z.string() }).openapi("Author")
const modelSchema = z.object({ providerId: z.string(), modelId: z.string() }).openapi("Model")
const damageSchema = z.object({ reason: z.string(), raw: z.string() }).openapi("Damage")

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
    todos: z.array(z.object({ content: z.string(), status: z.string() })),
    metadata: jsonObject,
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

export const partSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    messageId: z.string(),
    type: z.string(),
    data: jsonObject,
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

const messageSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    role: z.string(),
    parentId: z.string().nullable(),
    agent: z.string().nullable(),
    model: modelSchema.nullable(),
    usage: usageSchema.nullable(),
    error: json,
    author: authorSchema.nullable(),
    metadata: jsonObject,
    position: z.number(),
    revision: z.number(),
    createdAt: milliseconds,
    updatedAt: milliseconds,
    completedAt: milliseconds.nullable().openapi({ description: "Null while it is being written" }),
    damaged: damageSchema.optional(),
    parts: z.array(partSchema),
  })
  .openapi("Message")

const fileVersionSchema = z
  .object({
    sessionId: z.string(),
    path: z.string(),
    version: z.number(),
    content: z.string(),
    createdAt: milliseconds,
    revision: z.number(),
  })
  .openapi("FileVersion")

const nextCursor = z.string().nullable().openapi({ description: "Null on the last page" })

export const sessionPageSchema = z.object({ sessions: z.array(sessionSchema), nextCursor }).openapi("SessionPage")
export const messagePageSchema = z.object({ messages: z.array(messageSchema), nextCursor }).openapi("MessagePage")
export const filePageSchema = z.object({ files: z.array(fileVersionSchema), nextCursor }).openapi("FilePage")

export const changesPageSchema = z
  .object({
    changes: z.array(z.object({ type: z.string(), revision: z.number() })),
    since: z.number().openapi({ description: "What to ask for next" }),
    complete: z.boolean(),
  })
  .openapi("ChangesPage")

export const fileListSchema = z
  .object({
    files: z.array(
      z.object({
        path: z.string(),
        versions: z.number().openapi({ description: "How many there are" }),
        createdAt: milliseconds.openapi({ description: "When the newest was written" }),
        size: z.number().openapi({ description: "Bytes of the newest" }),
      }),
    ),
  })
  .openapi("FileList")
export type FileList = z.infer<typeof fileListSchema>

export const searchPageSchema = z
  .object({
    hits: z.array(
      z.object({
        session: z.object({ id: z.string(), projectId: z.string(), title: z.string(), updatedAt: milliseconds }),
        messageId: z.string().nullable(),
        partId: z.string().nullable(),
        partType: z.string().nullable(),
        snippet: z.string(),
        matches: z.array(z.array(z.number())).openapi({ description: "Start and end of each match in the snippet" }),
      }),
    ),
    nextCursor,
  })
  .openapi("SearchPage")

export const projectListSchema = z
  .object({
    projects: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        aliases: z.array(z.string()),
        createdAt: milliseconds,
        sessionCount: z.number(),
        updatedAt: milliseconds.nullable(),
      }),
    ),
  })
  .openapi("ProjectList")

export const statisticsSchema = z
  .object({
    totals: z.object({
      projects: z.number(),
      sessions: z.number(),
      archivedSessions: z.number(),
      deletedSessions: z.number(),
      messages: z.number(),
      usage: usageSchema,
    }),
    days: z.array(
      z.object({
        date: z.string().openapi({ description: "A day of the server's time zone", example: "2026-11-24" }),
        usage: usageSchema,
        messages: z.number(),
      }),
    ),
  })
  .openapi("Statistics")
export type DayStatistics = z.infer<typeof statisticsSchema>["days"][number]

export const statusSchema = z
  .object({
    provider: z.object({ name: z.string(), location: z.string() }),
    badge: z.string().openapi({ example: "⛁ sqlite" }),
    project: z.object({ id: z.string(), name: z.string() }),
    agent: z.object({ name: z.string(), offline: z.boolean(), model: z.string() }),
    author: authorSchema.nullable(),
    workspace: z.string().openapi({ description: "The folder that the agent's tools work in" }),
  })
  .openapi("Status")
export type Status = z.infer<typeof statusSchema>

export const replyStartedSchema = z
  .object({ messageId: z.string().openapi({ description: "The reply's" }) })
  .openapi("ReplyStarted")

// A constant object's keys are what its type says.
const storeCodes = Object.keys(errorCodes) as ErrorCode[]

/** The codes of the store's errors and of the server's own refusals. */
const problemCodeSchema = z.enum([...storeCodes, "forbidden", "unauthorized"])

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: problemCodeSchema,
    hint: z.string().optional().openapi({ description: "What to do about it" }),
  })
  .openapi("Problem")
export type Problem = z.infer<typeof problemSchema>

/** What `event: session` carries. */
export const sessionEventSchema = z
  .object({
    type: z.literal("session"),
    sessionId: z.string(),
    revision: z.number(),
    session: sessionSchema.nullable().openapi({ description: "Null when it was purged" }),
  })
  .openapi("SessionEvent")
export interface SessionEvent extends Omit<z.infer<typeof sessionEventSchema>, "session"> {
  session: Session | null
}

const limit = z.coerce.number().int().min(1).max(1000).optional()
const cursor = z.string().max(4096).optional()
const project = z.string().min(1).optional().openapi({ description: "Another project than the server's own" })

export const sessionParameters = z.object({ id: z.string().min(1).max(191) })
export const partParameters = sessionParameters.extend({
  messageId: z.string().min(1).max(191),
  partId: z.string().min(1).max(191),
})
export const projectQuery = z.object({ project })
export const sessionQuery = z.object({
  state: z.enum(["active", "archived", "deleted"]).optional(),
  parent: z
    .string()
    .min(1)
    .optional()
    .openapi({ description: "`none` for those that no other started, or a session's id" }),
  limit,
  cursor,
  project,
})
export const messageQuery = z.object({
  limit,
  cursor,
  order: z.enum(["oldest-first", "newest-first"]).optional(),
  from: z.string().min(1).optional().openapi({ description: "The id of the message to begin with, without a cursor" }),
})
export const changesQuery = z.object({ since: z.coerce.number().int().min(0).optional(), limit })
export const fileVersionQuery = z.object({ path: z.string().min(1), limit, cursor })
export const searchQuery = z.object({ text: z.string().min(1), limit, cursor, project })
export const statisticsQuery = z.object({ days: z.coerce.number().int().min(1).max(3660).optional(), project })

export const createSessionBody = z.strictObject({ title: z.string().optional() })
export const updateSessionBody = z.strictObject({
  title: z.string().min(1).optional(),
  archived: z.boolean().optional(),
})
export const forkBody = z.strictObject({ messageId: z.string().optional() })
export const promptBody = z.strictObject({ text: z.string().trim().min(1).max(200_000) })
