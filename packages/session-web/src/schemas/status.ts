import { z } from "@hono/zod-openapi"
import { agentCapabilitySchema } from "./agent.ts"
import { authorSchema } from "./author.ts"

export const statusSchema = z
  .object({
    provider: z.object({ name: z.string(), location: z.string() }),
    badge: z.string().openapi({ description: "The provider in a few characters", example: "⛁ sqlite" }),
    project: z.object({ id: z.string(), name: z.string() }),
    author: authorSchema.openapi({ description: "Who runs the server" }),
    agent: agentCapabilitySchema.nullable().openapi({ description: "Null when the server has no agent" }),
  })
  .openapi("Status")
/** What a server says of itself. */
export type Status = z.infer<typeof statusSchema>
