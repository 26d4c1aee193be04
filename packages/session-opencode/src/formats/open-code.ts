import { isAbsolute, join } from "node:path"
import { OpenCodeDatabase } from "../database/opencode-database.ts"
import { isOpenCode } from "../database/tables.ts"
import { ExportSource } from "../export/export-source.ts"
import { beginsLikeExport } from "../export/export-text.ts"
import { readExport } from "../export/read-export.ts"
import type { Machine, SourceFormat, SourceProgram } from "../source/source-format.ts"
import { databaseSource } from "../sqlite/database-source.ts"
import { openCodeStorage } from "./open-code-storage.ts"

const database: SourceFormat = {
  name: "opencode-database",
  label: "an OpenCode database",
  kind: "database",
  recognize: ({ tables }) => isOpenCode(tables),
  open: async (input, { log }) => databaseSource(input, new OpenCodeDatabase(input, log)),
}

const exported: SourceFormat = {
  name: "opencode-export",
  label: "an OpenCode export (JSON)",
  kind: "text",
  recognize: ({ beginning }) => beginsLikeExport(beginning),
  open: async (input, { log }) => new ExportSource(await readExport(input), log),
}

/** OpenCode, written in TypeScript. */
export const openCode: SourceProgram = {
  name: "OpenCode",
  formats: [database, exported, openCodeStorage],
  places(machine) {
    const folders = dataFolders(machine).map((folder) => join(folder, "opencode"))
    const named = machine.environment.OPENCODE_DB
    if (named === undefined || named === "" || named === ":memory:") return folders
    return [...(isAbsolute(named) ? [named] : folders.map((folder) => join(folder, named))), ...folders]
  },
}

/** Where programs keep data on this machine. OpenCode follows XDG everywhere; builds and packages of it use the system's own. */
function dataFolders({ home, environment, platform }: Machine): string[] {
  const { XDG_DATA_HOME, LOCALAPPDATA, APPDATA } = environment
  const named = [XDG_DATA_HOME, ...(platform === "win32" ? [LOCALAPPDATA, APPDATA] : [])]
  const inHome = [".local/share", ...(platform === "darwin" ? ["Library/Application Support"] : [])]
  const ofHome = home === null ? [] : inHome.map((folder) => join(home, folder))
  return [...named, ...ofHome].filter((folder) => folder !== undefined).filter((folder) => folder !== "")
}
