import { z } from "@hono/zod-openapi"

export const agentCapabilitySchema = z
  .object({
    name: z.string().openapi({ description: "How it is named in its messages" }),
    model: z.string().openapi({ description: "What answers", example: "acme/fast-1" }),
    projectId: z.string().openapi({ description: "The only project that it answers in" }),
    workspace: z.string().nullable().openapi({ description: "The folder that its tools work in; null without tools" }),
    introduction: z.string().openapi({ description: "What the page says of it where a session begins" }),
    suggestions: z.array(z.string()).openapi({ description: "Prompts that the page offers where a session begins" }),
    continues: z.array(z.string()).openapi({
      description: "Names of the errors of replies that it can go on with; any other it only answers anew",
    }),
  })
  .openapi("AgentCapability")
/** What the page needs to know of an agent. */
export type AgentCapability = z.infer<typeof agentCapabilitySchema>

export const replyStartedSchema = z
  .object({ messageId: z.string().openapi({ description: "The reply's" }) })
  .openapi("ReplyStarted")
export type ReplyStarted = z.infer<typeof replyStartedSchema>

export const createSessionBody = z.strictObject({ title: z.string().optional() })
export type CreateSessionBody = z.infer<typeof createSessionBody>

export const promptBody = z.strictObject({ text: z.string().trim().min(1).max(200_000) })
export type PromptBody = z.infer<typeof promptBody>
