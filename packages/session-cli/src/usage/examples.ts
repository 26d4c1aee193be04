/** The end of a command's help. Each example is what follows the program's name, and perhaps a `#` with what it does. */
export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ opencode-session ${line}`).join("\n")}`
