import type { Output } from "./output.ts"
import { type SafeText, text } from "./safe-text.ts"

/** Prints names and values, one a line: aligned for a person, with a tab between them for a program. Empty ones are left out. */
export function fieldLines(output: Output, fields: readonly (readonly [name: string, value: SafeText])[]): void {
  const shown = fields.filter(([, value]) => value.value !== "")
  const width = Math.max(...shown.map(([name]) => name.length))
  for (const [name, value] of shown) {
    if (output.interactive) output.line(text`${output.style("dim", text`${name.padEnd(width)}`)}  ${value}`)
    else output.line(text`${name}\t${value}`)
  }
}
