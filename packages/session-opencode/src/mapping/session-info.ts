import type { JsonObject, JsonValue } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"

/** How OpenCode's export names what its database has in columns of its own. */
const names: readonly (readonly [column: string, ...path: string[]])[] = [
  ["id", "id"],
  ["project_id", "projectID"],
  ["workspace_id", "workspaceID"],
  ["parent_id", "parentID"],
  ["slug", "slug"],
  ["directory", "directory"],
  ["path", "path"],
  ["title", "title"],
  ["version", "version"],
  ["agent", "agent"],
  ["model", "model"],
  ["metadata", "metadata"],
  ["permission", "permission"],
  ["revert", "revert"],
  ["share_url", "share", "url"],
  ["summary_additions", "summary", "additions"],
  ["summary_deletions", "summary", "deletions"],
  ["summary_files", "summary", "files"],
  ["summary_diffs", "summary", "diffs"],
  ["cost", "cost"],
  ["tokens_input", "tokens", "input"],
  ["tokens_output", "tokens", "output"],
  ["tokens_reasoning", "tokens", "reasoning"],
  ["tokens_cache_read", "tokens", "cache", "read"],
  ["tokens_cache_write", "tokens", "cache", "write"],
  ["time_created", "time", "created"],
  ["time_updated", "time", "updated"],
  ["time_compacting", "time", "compacting"],
  ["time_archived", "time", "archived"],
]

/** Where the columns of a newer version's export are kept. */
const otherKey = "info"

/** A session's row, as the database has it, from an export's `info`. What no column is known for is kept under `info`. */
export function sessionRowOf(info: JsonObject): JsonObject {
  const entries = names.flatMap(([column, ...path]): [string, JsonValue][] => {
    const value = valueAt(info, path)
    return value === undefined || value === null ? [] : [[column, value]]
  })
  const others = withoutKnown(info, [])
  return Object.fromEntries(Object.keys(others).length === 0 ? entries : [...entries, [otherKey, others]])
}

/** An export's `info` from a session's row. As in OpenCode, a summary is there as soon as one of its numbers is. */
export function sessionInfoOf(row: JsonObject): JsonObject {
  const info: JsonObject = isObject(row[otherKey]) ? structuredClone(row[otherKey]) : {}
  for (const [column, ...path] of names) {
    const value = row[column]
    if (value !== undefined && value !== null) put(info, path, value)
  }
  const { summary } = info
  if (isObject(summary)) info.summary = { additions: 0, deletions: 0, files: 0, ...summary }
  return info
}

function valueAt(value: JsonObject, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  )
}

function put(target: JsonObject, [key = "", ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = target[key]
  const object: JsonObject = isObject(inner) ? inner : {}
  target[key] = object
  put(object, rest, value)
}

/** What remains of an object when all that has a column is taken away; an object of which nothing remains goes too. */
function withoutKnown(value: JsonObject, at: readonly string[]): JsonObject {
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    const path = [...at, key]
    if (item === undefined || names.some(([, ...known]) => known.join("\n") === path.join("\n"))) return []
    const isAbove = names.some(
      ([, ...known]) => known.length > path.length && path.every((each, i) => known[i] === each),
    )
    if (!isAbove || !isObject(item)) return [[key, item]]
    const rest = withoutKnown(item, path)
    return Object.keys(rest).length === 0 ? [] : [[key, rest]]
  })
  return Object.fromEntries(entries)
}

/** A project's row, as the database has it, from the file in which earlier versions kept it. */
export function projectRowOf(id: string, { id: _id, time, icon, ...others }: JsonObject): JsonObject {
  const prefixed = (prefix: string, value: JsonValue | undefined): [string, JsonValue | undefined][] =>
    isObject(value) ? Object.entries(value).map(([key, item]) => [`${prefix}_${key}`, item]) : []
  return { id, ...others, ...Object.fromEntries([...prefixed("time", time), ...prefixed("icon", icon)]) }
}
