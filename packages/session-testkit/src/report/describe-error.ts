import { diff } from "@vitest/utils/diff"

/** What went wrong in a case: the message with what caused it, and a difference where two values should be equal. */
export interface ErrorDescription {
  message: string
  difference?: string
}

export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { message: String(error) }
  const message = error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message
  if (!("showDiff" in error && error.showDiff && "expected" in error && "actual" in error)) return { message }
  const difference = diff(error.expected, error.actual, { ...plain, truncateThreshold: 40 })
  return difference === undefined ? { message } : { message, difference }
}

const same = (text: string): string => text

/** No colours: what comes out may be written to a file. */
const plain = {
  aColor: same,
  bColor: same,
  changeColor: same,
  commonColor: same,
  patchColor: same,
  truncateAnnotationColor: same,
}
