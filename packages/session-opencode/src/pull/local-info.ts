import { existsSync } from "node:fs"
import { isAbsolute, join, relative, sep } from "node:path"
import type { JsonObject, Session } from "@opencode/session-core"
import { sourceProjectOf } from "../mapping/session-row.ts"
import { isObject } from "../values/json-text.ts"
import { isCount } from "../values/plain-values.ts"
import type { LocalProject } from "./require-open-code.ts"

/** What of a session is a machine's own, and does not travel. */
const ownKeys: readonly string[] = ["projectID", "workspaceID", "directory", "path", "permission", "share"]

const select = (info: JsonObject, isSelected: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(info).filter(([key]) => isSelected(key)))

/** What every machine has of a session. */
export const withoutOwn = (info: JsonObject): JsonObject => select(info, (key) => !ownKeys.includes(key))

/** What only this machine has of it. */
export const ownOf = (info: JsonObject): JsonObject => select(info, (key) => ownKeys.includes(key))

/** What of a session counts as a change: neither its times nor the version of OpenCode. */
export function fieldsOf(info: JsonObject): JsonObject {
  const { time, version: _version, slug: _slug, ...fields } = withoutOwn(info)
  return { ...fields, archived: isObject(time) ? (time.archived ?? null) : null }
}

/** When a session was last written, epoch milliseconds; 0 where it does not say. */
export const updateTimeOf = ({ time }: JsonObject): number =>
  isObject(time) && isCount(time.updated) ? time.updated : 0

/**
 * Where a session runs that is new on this machine: in the same folder of the project, where that is there. Somebody else has written
 * which folder it is: one outside of the project is none.
 */
export function placeOf(
  { directory }: Pick<Session, "directory">,
  project: LocalProject,
  topFolder: string,
): JsonObject {
  const wanted = join(topFolder, directory)
  const folder = isWithin(topFolder, wanted) && existsSync(wanted) ? wanted : topFolder
  const path = isWithin(project.worktree, folder) && project.worktree !== "/" ? relative(project.worktree, folder) : ""
  return { projectID: project.id, directory: folder, path: path.split(sep).join("/") }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !isAbsolute(way) && way.split(sep)[0] !== ".."
}

/** The project's top folder on the machine where a session was written; empty where it is not known. */
export function originalFolder({ metadata }: Session): string {
  return isObject(metadata.opencode) ? (sourceProjectOf(metadata.opencode).worktree ?? "") : ""
}
