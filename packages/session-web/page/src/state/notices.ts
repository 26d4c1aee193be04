import { signal } from "@preact/signals"
import { problemText } from "../api/problem.ts"

interface Notice {
  text: string
  /** Takes back what the notice tells of. */
  undo: (() => void) | null
}

/** What is told at the bottom of the page, until it is closed or the next one comes. */
export const notice = signal<Notice | null>(null)

export function tell(text: string, undo: (() => void) | null = null): void {
  notice.value = { text, undo }
}

/** Does something that may fail, and tells when it does. Null when it failed. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work()
  } catch (problem) {
    tell(problemText(problem))
    return null
  }
}
