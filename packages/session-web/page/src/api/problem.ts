/** Why a request failed, in words for the person in front of the page. */
export class RequestProblem extends Error {
  readonly code: string
  readonly hint: string | null

  constructor(message: string, code: string, hint: string | null) {
    super(message)
    this.name = "RequestProblem"
    this.code = code
    this.hint = hint
  }
}

/** What to show of whatever was thrown. */
export function problemText(problem: unknown): string {
  if (problem instanceof RequestProblem) return problem.hint ? `${problem.message} ${problem.hint}` : problem.message
  return problem instanceof Error ? problem.message : String(problem)
}
