import { z } from "@hono/zod-openapi"

export const authorSchema = z.object({ user: z.string(), host: z.string() }).openapi("Author")
export type Author = z.infer<typeof authorSchema>
