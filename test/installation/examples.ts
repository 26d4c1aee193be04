import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/packs.mjs"

/** A code block of a document. */
export interface Example {
  language: string
  /** Where its code begins in the document. */
  line: number
  /** Where it is to be written, when the sentence before it ends with a file's name: `src/index.ts`: */
  file: string | null
  code: string
}

/**
 * The code blocks of a document, in their order. What a block is, its language says:
 *
 * - `ts` and `js` are programs: type-checked, and run;
 * - `sh` are commands: run;
 * - `jsonc` are configuration files: the command reads them;
 * - `console` and `text` only show something.
 */
export function examplesOf(document: string): Example[] {
  const text = readFileSync(join(root, document), "utf8")
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = "", 2: code = "", index }) => {
    const before = text.slice(0, index)
    const [, file = null] = /`([\w./-]+\.\w+)`:\n\n$/.exec(before) ?? []
    return { language, line: before.split("\n").length + 1, file, code }
  })
}
