import { isPart, type Part } from "@opencode/session-core"

const longest = 100

/** A part in a few words: not made safe yet. */
export function summarizePart(part: Part): string {
  if (part.damaged !== undefined) return `${part.type}: damaged`
  return shorten(`${part.type}: ${contentOf(part)}`)
}

function contentOf(part: Part): string {
  if (isPart(part, "text") || isPart(part, "reasoning")) return String(part.data.text)
  if (isPart(part, "tool")) return `${part.data.tool} ${part.data.state?.status ?? ""} ${part.data.state?.title ?? ""}`
  if (isPart(part, "file")) return part.data.filename ?? part.data.url
  return ""
}

/** White space folded, and cut between characters. */
function shorten(value: string): string {
  const folded = value
    .slice(0, longest * 2)
    .replace(/\s+/g, " ")
    .trim()
  return folded.length > longest ? `${folded.slice(0, longest).toWellFormed()}…` : folded
}
