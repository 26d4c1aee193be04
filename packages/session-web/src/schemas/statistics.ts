import { z } from "@hono/zod-openapi"
import { project } from "./project.ts"
import { usageSchema } from "./usage.ts"

const dayStatisticsSchema = z
  .object({
    date: z.string().openapi({ description: "A day of the server's time zone", example: "2026-11-24" }),
    usage: usageSchema,
    messages: z.number(),
  })
  .openapi("DayStatistics")
export type DayStatistics = z.infer<typeof dayStatisticsSchema>

export const statisticsSchema = z
  .object({
    totals: z.object({
      projects: z.number(),
      sessions: z.number(),
      archivedSessions: z.number(),
      deletedSessions: z.number(),
      messages: z.number(),
      usage: usageSchema,
    }),
    days: z.array(dayStatisticsSchema),
  })
  .openapi("Statistics")
/** What `/api/statistics` returns. */
export type Statistics = z.infer<typeof statisticsSchema>

export const statisticsQuery = z.object({ days: z.coerce.number().int().min(1).max(3660).optional(), project })
