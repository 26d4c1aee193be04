import { join } from "node:path"
import { openCodeInGoLineage } from "../go/go-lineage.ts"
import type { SourceProgram } from "../source/source-format.ts"
import { goFormat } from "./go-format.ts"

/** The older OpenCode, written in Go. */
export const openCodeInGo: SourceProgram = {
  name: openCodeInGoLineage.program,
  formats: [goFormat(openCodeInGoLineage, "a database of the older OpenCode in Go")],
  places({ home, directory }) {
    const { folder, file } = openCodeInGoLineage
    return [directory, ...(home === null ? [] : [home])].map((at) => join(at, folder, file))
  },
}
