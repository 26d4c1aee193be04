import { stat } from "node:fs/promises"
import { join } from "node:path"
import { openCode } from "../formats/open-code.ts"
import type { Machine } from "../source/source-format.ts"

/** Where OpenCode keeps its database on a machine: the file that is there, or that it will make. */
export async function openCodeDatabase(machine: Machine): Promise<string> {
  const files = openCode.places(machine).map((place) => (place.endsWith(".db") ? place : join(place, "opencode.db")))
  for (const file of files)
    if (
      await stat(file).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return file
  return files[0] ?? "opencode.db"
}
