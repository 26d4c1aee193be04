import { z } from "@hono/zod-openapi"
import { fileVersionSchema } from "./file.ts"
import { messageSchema } from "./message.ts"
import { limit } from "./page.ts"
import { partSchema } from "./part.ts"
import { sessionSchema } from "./session.ts"

const revision = z.number()

const changeSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("session"), revision, session: sessionSchema }),
  z.object({ type: z.literal("message"), revision, message: messageSchema }),
  z.object({ type: z.literal("part"), revision, part: partSchema }),
  z.object({ type: z.literal("file"), revision, file: fileVersionSchema }),
  z.object({ type: z.literal("message.removed"), revision, messageId: z.string() }),
  z.object({ type: z.literal("part.removed"), revision, messageId: z.string(), partId: z.string() }),
  z.object({ type: z.literal("file.removed"), revision, path: z.string(), version: z.number() }),
])
export type Change = z.infer<typeof changeSchema>

export const changesPageSchema = z
  .object({
    changes: z.array(changeSchema),
    since: z.number().openapi({ description: "What to ask for next" }),
    complete: z.boolean(),
  })
  .openapi("ChangesPage")
export type ChangesPage = z.infer<typeof changesPageSchema>

export const changesQuery = z.object({ since: z.coerce.number().int().min(0).optional(), limit })
