/**
 * Several statements as one text. By `+`, which refers to them: `join` would copy a value of 16 MiB, and once more for what
 * the result is a part of.
 */
export function joinStatements([first = "", ...others]: string[]): string {
  let text = first
  for (const other of others) text += `;\n${other}`
  return text
}
