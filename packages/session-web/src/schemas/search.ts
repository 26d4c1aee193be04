import { z } from "@hono/zod-openapi"
import { cursor, limit, nextCursor } from "./page.ts"
import { project } from "./project.ts"
import { milliseconds } from "./time.ts"

const searchHitSchema = z
  .object({
    session: z.object({
      ...{ id: z.string(), projectId: z.string(), title: z.string(), updatedAt: milliseconds },
      origin: z
        .object({ program: z.string(), version: z.string().nullable() })
        .nullable()
        .openapi({ description: "The program that it was imported from; null where it was written here" }),
    }),
    messageId: z.string().nullable(),
    partId: z.string().nullable(),
    partType: z.string().nullable(),
    snippet: z.string(),
    matches: z
      .array(z.tuple([z.number(), z.number()]))
      .openapi({ description: "Start and end of each match in the snippet" }),
  })
  .openapi("SearchHit")
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchPageSchema = z.object({ hits: z.array(searchHitSchema), nextCursor }).openapi("SearchPage")
export type SearchPage = z.infer<typeof searchPageSchema>

export const searchQuery = z.object({ text: z.string().min(1), limit, cursor, project })
