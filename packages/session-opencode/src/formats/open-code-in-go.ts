import { join } from "node:path"
import { resolveSetup } from "@opencode/session-core/configuration"
import { GoDatabase } from "../go/go-database.ts"
import type { SourceProgram } from "../source/source-format.ts"
import { databaseSource } from "../sqlite/database-source.ts"

/** The older OpenCode, written in Go, and what descends from it. */
export const openCodeInGo: SourceProgram = {
  name: "OpenCode in Go",
  formats: [
    {
      name: "go-database",
      label: "a database of the older OpenCode in Go",
      kind: "database",
      recognize: ({ tables }) => ["sessions", "messages"].every((table) => tables.has(table)),
      async open(input, { log, directory }) {
        const { identity } = await resolveSetup({ directory })
        return databaseSource(input, new GoDatabase(input, log, identity.worktreeDirectory))
      },
    },
  ],
  places: ({ home, directory }) => [
    join(directory, ".opencode", "opencode.db"),
    ...(home === null ? [] : [join(home, ".opencode", "opencode.db")]),
  ],
}
