import type { JsonObject, JsonValue, ModelReference, SessionFields } from "@opencode/session-core"
import { limits } from "@opencode/session-core"
import type { SourceProject } from "../source/source-session.ts"
import { isObject, parseJson } from "../values/json-text.ts"
import { isCount, isId, isText, shorten } from "../values/plain-values.ts"
import { isRedacted } from "../values/redacted.ts"
import { relativeTo } from "../values/relative-to.ts"

/** OpenCode's columns of a session that hold JSON. */
export const jsonColumns = ["summary_diffs", "metadata", "revert", "permission", "model"] as const

/**
 * The fields of a session from OpenCode's row of it: columns by their names, JSON as values, columns that are null left out,
 * and the project's row under `project`. The row itself is kept in the session's metadata, so nothing of it is lost and it
 * can be told later what has changed since.
 */
export function sessionFieldsOf(row: JsonObject): Omit<SessionFields, "author" | "todos" | "metadata"> {
  const { title, agent, model, parent_id: parentId, time_archived: archivedAt } = row
  return {
    title: typeof title === "string" ? shorten(title, limits.titleBytes) : "",
    titleSource: "generated",
    parentId: isId(parentId) ? parentId : null,
    directory: directoryOf(row),
    agent: isText(agent, limits.idBytes) ? agent : null,
    model: modelOf(model),
    archivedAt: isCount(archivedAt) ? archivedAt : null,
  }
}

/** The top folder of the session's project, as far as the row tells. */
function worktreeOf({ project, directory, path }: JsonObject): string | null {
  if (isObject(project) && typeof project.worktree === "string") return project.worktree
  if (isRedacted(directory)) return null
  if (typeof directory !== "string" || typeof path !== "string") return null
  // An export has no project; `path` is where the folder stands in it.
  if (path === "") return directory
  return directory.endsWith(`/${path}`) ? directory.slice(0, -path.length - 1) : null
}

/** The project that a row says a session belongs to. */
export function sourceProjectOf(row: JsonObject): SourceProject {
  const { project_id: key, directory, project } = row
  const sandboxes = isObject(project) ? project.sandboxes : undefined
  const others = typeof sandboxes === "string" ? parseJson(sandboxes) : sandboxes
  return {
    key: typeof key === "string" ? key : "",
    worktree: worktreeOf(row),
    directory: typeof directory === "string" && directory !== "" && !isRedacted(directory) ? directory : null,
    others: Array.isArray(others) ? others.filter((each) => typeof each === "string") : [],
  }
}

function directoryOf(row: JsonObject): string {
  const worktree = worktreeOf(row)
  const { directory, path } = row
  const relative =
    typeof directory === "string" && worktree !== null
      ? relativeTo(worktree, directory)
      : typeof path === "string"
        ? path
        : ""
  return isText(relative, limits.pathBytes) ? relative : ""
}

/** A session's model is `{id, providerID, variant?}`. */
function modelOf(model: JsonValue | undefined): ModelReference | null {
  if (!isObject(model)) return null
  const { id, providerID, ...rest } = model
  if (typeof id !== "string" || typeof providerID !== "string") return null
  return { ...rest, providerId: providerID, modelId: id }
}
