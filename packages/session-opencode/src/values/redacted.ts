import type { JsonValue } from "@opencode/session-core"

/** What OpenCode writes in place of a text where an export is to show nothing: `[redacted:text:prt_1]`. */
const mark = /^(?:data:[^,]{0,200},)?\[redacted(?::[^\]]*)?\]$/

/** Whether a text was taken out of an export. */
export const isRedacted = (value: unknown): boolean =>
  typeof value === "string" && value.length < 1000 && mark.test(value)

/** Whether anything was taken out of a value. */
export function hasRedacted(value: JsonValue | undefined): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasRedacted)
  return isRedacted(value)
}
