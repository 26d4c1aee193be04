import { z } from "@hono/zod-openapi"

export const milliseconds = z.number().int().openapi({ description: "Epoch milliseconds", example: 1_764_000_000_000 })
