import { type Author, leaseHolder, type Session, sessionOrigin, shortOrigin } from "@opencode/session-core"
import type { Column } from "./column.ts"
import { formatCost, formatCount } from "./format-number.ts"
import { formatAge, formatTime } from "./format-time.ts"
import { totalTokens } from "./format-usage.ts"
import { marksOf } from "./marks-of.ts"
import type { Output } from "./output.ts"
import { text } from "./safe-text.ts"

/** The columns of a list of sessions. */
export function sessionColumns(output: Output, severalProjects: boolean): Column<Session>[] {
  const now = Date.now()
  const project: Column<Session> = {
    title: "PROJECT",
    human: ({ projectId }) => text`${projectId}`,
    plain: ({ projectId }) => projectId,
    dropOrder: 1,
  }
  return [
    { title: "ID", human: ({ id }) => output.style("yellow", text`${id}`), plain: ({ id }) => id },
    {
      title: "TITLE",
      human: (session) => text`${session.parentId === null ? "" : "↳ "}${session.title}`,
      plain: ({ title }) => title,
      flexible: true,
    },
    {
      title: "CHANGED",
      human: ({ updatedAt }) => text`${formatAge(updatedAt, now)}`,
      plain: ({ updatedAt }) => formatTime(updatedAt),
    },
    {
      title: "MESSAGES",
      human: ({ messageCount }) => text`${formatCount(messageCount)}`,
      plain: ({ messageCount }) => messageCount,
      align: "right",
      dropOrder: 2,
    },
    {
      title: "TOKENS",
      human: ({ usage }) => text`${formatCount(totalTokens(usage))}`,
      plain: ({ usage }) => totalTokens(usage),
      align: "right",
      dropOrder: 4,
    },
    {
      title: "COST",
      human: ({ usage }) => text`${formatCost(usage.cost)}`,
      plain: ({ usage }) => usage.cost,
      align: "right",
      dropOrder: 3,
    },
    {
      title: "AUTHOR",
      human: ({ author }) => text`${author?.user ?? ""}`,
      plain: ({ author }) => author?.user ?? "",
      dropOrder: 5,
    },
    // For programs the columns are always the same.
    ...(severalProjects || !output.interactive ? [project] : []),
    {
      title: "FROM",
      human: (session) => text`${shortOrigin(sessionOrigin(session))}`,
      plain: (session) => shortOrigin(sessionOrigin(session)),
      dropOrder: 6,
    },
    {
      title: "MARKS",
      human: (session) => text`${marksOf(session)}`,
      plain: marksOf,
      dropOrder: 7,
    },
    {
      title: "AT WORK",
      human: (session) => text`${leaseHolder(session, now)?.user ?? ""}`,
      plain: (session) => addressOf(leaseHolder(session, now)),
      dropOrder: 8,
    },
  ]
}

/** `alice@laptop`; empty for nobody. */
const addressOf = (author: Author | null): string => (author === null ? "" : `${author.user}@${author.host}`)
