import { z } from "@hono/zod-openapi"
import { sessionSchema } from "./session.ts"

export const sessionEventSchema = z
  .object({
    type: z.literal("session"),
    sessionId: z.string(),
    revision: z.number(),
    session: sessionSchema.nullable().openapi({ description: "Null when it was purged" }),
  })
  .openapi("SessionEvent")
/** What `event: session` of `/api/events` carries. */
export type SessionEvent = z.infer<typeof sessionEventSchema>
