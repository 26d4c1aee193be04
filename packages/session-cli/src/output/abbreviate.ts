/** The beginning of a text, and how much there is besides. Cuts between characters. */
export function abbreviate(value: string, limit: { lines: number; characters: number }): string {
  let end = 0
  for (let line = 0; line < limit.lines && end >= 0; line += 1) {
    end = value.indexOf("\n", line === 0 ? 0 : end + 1)
  }
  const byLines = end < 0 || end === value.length - 1 ? value.length : end
  const byCharacters = characterStart(value, Math.min(byLines, limit.characters))
  if (byCharacters === value.length) return value
  const rest = value.slice(byCharacters)
  const moreLines = rest.trimEnd().split("\n").length - 1
  return moreLines > 0 && byCharacters === byLines
    ? `${value.slice(0, byCharacters).trimEnd()}${limit.lines > 1 ? "\n" : " "}… ${moreLines} more line${moreLines === 1 ? "" : "s"}`
    : `${value.slice(0, byCharacters)}… ${rest.length} more characters`
}

/** Not between the halves of a surrogate pair. */
const characterStart = (value: string, index: number): number =>
  index > 0 && index < value.length && (value.codePointAt(index - 1) ?? 0) > 0xffff ? index - 1 : index
