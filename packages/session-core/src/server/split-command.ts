/**
 * Splits a command into a program and its arguments: at blanks, where neither single nor double quotes hold them together.
 * There is no shell: undefined when the text has what only a shell understands, or a quote that does not end.
 */
export function splitCommand(text: string): string[] | undefined {
  const words: string[] = []
  const word = /\s*((?:'[^']*'|"[^"$`\\]*"|[^\s'"|&;<>()$`\\*?])+)(?=\s|$)/y
  const end = text.trimEnd().length
  while (word.lastIndex < end) {
    const match = word.exec(text)
    if (match === null) return undefined
    words.push((match[1] ?? "").replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"))
  }
  return words.length === 0 ? undefined : words
}
