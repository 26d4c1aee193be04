import { z } from "@hono/zod-openapi"

export const damageSchema = z
  .object({ reason: z.string(), raw: z.string() })
  .openapi("Damage", { description: "What could not be read, and why" })
