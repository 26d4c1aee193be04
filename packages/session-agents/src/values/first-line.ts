/** Characters of a title that is taken from a prompt. */
const longestTitle = 100

/** The first line of a prompt that says something, shortened: a title for a session that has none. Empty when there is none. */
export function firstLine(text: string): string {
  const line = text
    .slice(0, 64 * longestTitle)
    .split("\n")
    .map((each) => each.trim())
    .find((each) => each !== "")
  if (line === undefined) return ""
  const characters = Array.from(line.toWellFormed())
  return characters.length <= longestTitle ? characters.join("") : `${characters.slice(0, longestTitle).join("")}…`
}
