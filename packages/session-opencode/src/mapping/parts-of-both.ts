import type { PartFields } from "@opencode/session-core"
import { equalJson } from "@opencode/session-core/transfer"
import { isObject } from "../values/json-text.ts"

/** A part of a message that both generations have. */
export interface PartOfBoth {
  part: PartFields
  /** Whether it is as the first generation has it. */
  isFirst: boolean
}

/**
 * The parts of a message that OpenCode 1.x wrote and 2.x took over: each once. What both have is the first generation's, which says
 * more of it; where a tool call has gone on in one of them, it is the newer one's, under the first one's id.
 */
export function partsOfBoth(
  first: readonly PartFields[],
  second: readonly PartFields[],
  secondIsNewer: boolean,
): PartOfBoth[] {
  const unmatched = new Set(second)
  const parts = first.map((part): PartOfBoth => {
    const same = [...unmatched].find((other) => isSameContent(part, other))
    if (same !== undefined) {
      unmatched.delete(same)
      return { part, isFirst: true }
    }
    const other = [...unmatched].find((each) => isSameCall(part, each))
    if (other === undefined) return { part, isFirst: true }
    unmatched.delete(other)
    if (!secondIsNewer) return { part, isFirst: true }
    return { part: { ...other, id: part.id, createdAt: part.createdAt }, isFirst: false }
  })
  // A prompt of several texts became one.
  const prompt = first
    .flatMap(({ type, data }) => (type === "text" && data.synthetic !== true ? [data.text] : []))
    .join("\n")
  const added = second.filter((part) => unmatched.has(part) && !(part.type === "text" && part.data.text === prompt))
  return [...parts, ...added.map((part) => ({ part, isFirst: false }))]
}

const isSameCall = (left: PartFields, right: PartFields): boolean =>
  left.type === "tool" && right.type === "tool" && left.data.callID === right.data.callID

/** Whether two parts say the same to a reader, whatever one of them says besides. */
function isSameContent(left: PartFields, right: PartFields): boolean {
  if (left.type !== right.type) return false
  const of = (key: string) => equalJson(left.data[key] ?? null, right.data[key] ?? null)
  switch (left.type) {
    case "text":
    case "reasoning":
      return of("text")
    case "file":
      return of("url") || (of("filename") && of("mime") && left.data.filename !== undefined)
    case "agent":
      return of("name")
    case "tool":
      return isSameCall(left, right) && equalJson(resultOf(left), resultOf(right))
    default:
      return equalJson(left.data, right.data)
  }
}

function resultOf({ data: { state } }: PartFields) {
  const { status, output, error }: Record<string, unknown> = isObject(state) ? state : {}
  return [status ?? null, output ?? null, error ?? null].map((value) => (typeof value === "string" ? value : null))
}
