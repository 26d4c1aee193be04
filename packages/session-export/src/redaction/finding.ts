/** A stretch of a text that is not to be handed on, in UTF-16 units. */
export interface Finding {
  /** Where it begins. */
  start: number
  /** Where what follows it begins. */
  end: number
  /** What it is, such as `github-token`. */
  kind: string
}

/** Between texts that are looked at together. */
export const textBorder = "\n\u0000\n"

/** What stands in its place. */
export const placeholderOf = (kind: string): string => `[redacted:${kind}]`

/** The text without what was found in it, which `count` is told of. Where findings overlap, the first counts, as far as both go. */
export function withoutFindings(text: string, findings: readonly Finding[], count: (kind: string) => void): string {
  let result = ""
  let done = 0
  for (const { start, end, kind } of [...findings].sort(
    (left, right) => left.start - right.start || right.end - left.end,
  )) {
    if (end <= done) continue
    if (start >= done) {
      result += text.slice(done, start) + placeholderOf(kind)
      count(kind)
    }
    done = end
  }
  return result + text.slice(done)
}
