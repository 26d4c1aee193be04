import { readFileSync } from "node:fs"
import { join } from "node:path"
import { crushLineage } from "../go/go-lineage.ts"
import type { Machine, SourceProgram } from "../source/source-format.ts"
import { isObject, parseObject } from "../values/json-text.ts"
import { goFormat } from "./go-format.ts"

/** Crush keeps a database in each project, and a list of the projects among its own data. */
export const crush: SourceProgram = {
  name: crushLineage.program,
  formats: [goFormat(crushLineage, "a database of Crush")],
  places: (machine) => [
    join(machine.directory, crushLineage.folder, crushLineage.file),
    ...dataFolders(machine).flatMap(listedIn),
  ],
}

function dataFolders({ environment, home, platform }: Machine): string[] {
  const { CRUSH_GLOBAL_DATA, XDG_DATA_HOME, LOCALAPPDATA } = environment
  if (CRUSH_GLOBAL_DATA) return [CRUSH_GLOBAL_DATA]
  return [
    ...(XDG_DATA_HOME ? [join(XDG_DATA_HOME, "crush")] : []),
    ...(platform === "win32" && LOCALAPPDATA ? [join(LOCALAPPDATA, "crush")] : []),
    ...(home === null ? [] : [join(home, ".local", "share", "crush")]),
  ]
}

/** The databases of the projects that are listed in a folder of Crush's data; none where there is no list. */
function listedIn(folder: string): string[] {
  let list: unknown
  try {
    list = parseObject(readFileSync(join(folder, "projects.json"), "utf8"))?.projects
  } catch {
    return []
  }
  return (Array.isArray(list) ? list : []).flatMap((project) => {
    const data = isObject(project) ? project.data_dir : undefined
    return typeof data === "string" && data !== "" ? [join(data, crushLineage.file)] : []
  })
}
