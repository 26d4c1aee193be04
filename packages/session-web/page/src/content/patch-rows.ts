import { parsePatch, type StructuredPatch } from "diff"
import { type DiffRow, DiffRows } from "./diff-rows.ts"

/** What a patch does to one file. */
export interface FilePatch {
  name: string
  rows: DiffRow[]
}

/** A patch beyond it is shown as the text that it is. */
const longest = 400_000

/** The files of a unified diff, their lines side by side with the files' own numbers; null when it is no such thing. */
export function patchRows(text: string): FilePatch[] | null {
  const files = text.length > longest ? [] : parse(text).filter(({ hunks }) => hunks.length > 0)
  return files.length === 0 ? null : files.map((file) => ({ name: nameOf(file), rows: rowsOf(file) }))
}

function parse(text: string): StructuredPatch[] {
  try {
    return parsePatch(text)
  } catch {
    // A model or a program wrote it: it may be cut, or anything else.
    return []
  }
}

function rowsOf({ hunks }: StructuredPatch): DiffRow[] {
  const rows = new DiffRows()
  for (const { oldStart, newStart, lines } of hunks) {
    rows.skipTo(oldStart, newStart)
    for (const line of lines) {
      const content = line.slice(1)
      if (line.startsWith("-")) rows.remove(content)
      else if (line.startsWith("+")) rows.add(content)
      // Else it says that a file has no newline at its end.
      else if (!line.startsWith("\\")) rows.keep(content)
    }
  }
  return rows.end()
}

/** What it is called afterwards; before, when it is removed. */
function nameOf({ oldFileName = "", newFileName = "", index }: StructuredPatch): string {
  const name = newFileName === "" || newFileName === "/dev/null" ? oldFileName : newFileName
  return index ?? name.replace(/^[ab]\//, "")
}
