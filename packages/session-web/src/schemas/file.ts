import { z } from "@hono/zod-openapi"
import { cursor, limit, nextCursor } from "./page.ts"
import { milliseconds } from "./time.ts"

export const fileVersionSchema = z
  .object({
    sessionId: z.string(),
    path: z.string(),
    version: z.number(),
    content: z.string(),
    createdAt: milliseconds,
    revision: z.number(),
  })
  .openapi("FileVersion")
export type FileVersion = z.infer<typeof fileVersionSchema>

export const filePageSchema = z.object({ files: z.array(fileVersionSchema), nextCursor }).openapi("FilePage")
export type FilePage = z.infer<typeof filePageSchema>

const writtenFileSchema = z
  .object({
    path: z.string(),
    versions: z.number().openapi({ description: "How many there are" }),
    createdAt: milliseconds.openapi({ description: "When the newest was written" }),
    size: z.number().openapi({ description: "Bytes of the newest" }),
  })
  .openapi("WrittenFile")

export const fileListSchema = z.object({ files: z.array(writtenFileSchema) }).openapi("FileList")
/** What `/api/sessions/{id}/files` returns. */
export type FileList = z.infer<typeof fileListSchema>

export const fileVersionQuery = z.object({ path: z.string().min(1), limit, cursor })
