import type { MirrorStatus } from "@opencode/session-opencode/mirror"
import type { Toast } from "./opencode-input.ts"

/** What a person is told of a change of status: a toast, and a line of the log. */
export type News = Pick<Toast, "message" | "variant">

/** What is worth telling of a status after another. */
export function newsOf(before: MirrorStatus | null, now: MirrorStatus): News[] {
  const news: News[] = []
  const { condition, problem, undecidedProjects, waitingSessions } = now
  if (problem !== null && problem.message !== before?.problem?.message) {
    const state =
      condition === "stopped" ? "Sessions are not mirrored" : "Sessions are not mirrored now; they are sent later"
    const hint = problem.hint === null ? "" : ` ${problem.hint}`
    news.push({
      variant: condition === "stopped" ? "error" : "warning",
      message: `${state}. ${problem.message}${hint}`,
    })
  }
  if (problem === null && before?.problem != null) {
    const rest = waitingSessions > 0 ? ` ${waitingSessions} sessions are being sent.` : ""
    news.push({ variant: "success", message: `Sessions are mirrored again.${rest}` })
  }
  const undecided = undecidedProjects.filter((project) => before?.undecidedProjects.includes(project) !== true)
  for (const project of undecided) {
    news.push({
      variant: "info",
      message: `Sessions of ${project} stay on this machine. To mirror them: opencode-session mirror --include ${project}`,
    })
  }
  return news
}
