import { z } from "@hono/zod-openapi"

/** How many entries a page has at most. */
export const limit = z.coerce.number().int().min(1).max(1000).optional()

/** Where the last page ended. */
export const cursor = z.string().max(4096).optional()

/** Where the next page begins. */
export const nextCursor = z.string().nullable().openapi({ description: "Null on the last page" })
