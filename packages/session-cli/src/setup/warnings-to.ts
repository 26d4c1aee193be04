import type { Output } from "../output/output.ts"
import { text } from "../output/safe-text.ts"

/** What prints warnings that stop nothing. */
export const warningsTo =
  (diagnostics: Output) =>
  (warning: string): void =>
    diagnostics.line(text`${diagnostics.style("yellow", text`warning`)} ${warning}`)
