import { z } from "@hono/zod-openapi"
import { type ErrorCode, errorCodes } from "@opencode/session-core"

// A constant object's keys are what its type says.
const storeCodes = Object.keys(errorCodes) as ErrorCode[]

/** The codes of the store's errors and of the server's own refusals. */
const problemCodeSchema = z.enum([...storeCodes, "forbidden", "unauthorized"])

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: problemCodeSchema,
    hint: z.string().optional().openapi({ description: "What to do about it" }),
  })
  .openapi("Problem")
/** What went wrong, as problem details (RFC 9457). */
export type Problem = z.infer<typeof problemSchema>
