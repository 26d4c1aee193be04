import { z } from "@hono/zod-openapi"

export const usageSchema = z
  .object({
    input: z.number(),
    output: z.number(),
    reasoning: z.number(),
    cacheRead: z.number(),
    cacheWrite: z.number(),
    cost: z.number().openapi({ description: "US dollars" }),
  })
  .openapi("Usage")
export type Usage = z.infer<typeof usageSchema>
