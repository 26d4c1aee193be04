import { z } from "@hono/zod-openapi"
import { milliseconds } from "./time.ts"

/** A query's project. */
export const project = z.string().min(1).optional().openapi({ description: "Another project than the server's own" })

export const projectQuery = z.object({ project })

const projectSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    createdAt: milliseconds,
    sessionCount: z.number(),
    updatedAt: milliseconds.nullable(),
  })
  .openapi("Project")
export type ProjectSummary = z.infer<typeof projectSummarySchema>

export const projectListSchema = z.object({ projects: z.array(projectSummarySchema) }).openapi("ProjectList")
export type ProjectList = z.infer<typeof projectListSchema>
