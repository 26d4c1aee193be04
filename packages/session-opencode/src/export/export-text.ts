/**
 * Where an export begins in a text: some shells put the program's status lines before it. OpenCode writes its own without a line
 * feed. -1 where there is none.
 */
export function startOfExport(text: string): number {
  const start = text.search(/\S/)
  if (start < 0 || text[start] === "{") return start
  return text.search(/\{\s*"(?:info|messages)"\s*:/)
}

/** Whether a text that begins like this may be an export. */
export const beginsLikeExport = (beginning: string): boolean => startOfExport(beginning) >= 0
