import { GoDatabase } from "../go/go-database.ts"
import { findGoFolder } from "../go/go-folder.ts"
import { type GoLineage, lineageOf } from "../go/go-lineage.ts"
import type { SourceFormat } from "../source/source-format.ts"
import { databaseSource } from "../sqlite/database-source.ts"

/** The format of a program's databases of the Go lineage; `label` is for people. */
export const goFormat = (lineage: GoLineage, label: string): SourceFormat => ({
  name: lineage.format,
  label,
  kind: "database",
  recognize: (input) => lineageOf(input) === lineage,
  async open(input, { log, directory }) {
    const folder = await findGoFolder(input, lineage, directory)
    return databaseSource(input, new GoDatabase(input, log, lineage, folder))
  },
})
