import type { JsonObject, JsonValue, Usage } from "@opencode/session-core"
import { isCount, isId, isObject, parseJson } from "@opencode/session-opencode/formats"
import { readTime } from "../values/read-time.ts"
import { without } from "../values/without.ts"
import type { GooseSession } from "./goose-draft.ts"

/** What the first line of an old session's file, or a row of the database, says of a session. */
export function gooseSession(name: string, row: JsonObject): GooseSession {
  const { name: title, description, user_set_name: byUser, working_dir: folder, parent_session_id: parent } = row
  const given = [title, description].find((text) => typeof text === "string" && text !== "")
  return {
    ...{ name, title: typeof given === "string" ? given : "", titleSource: isTrue(byUser) ? "user" : "generated" },
    folder: typeof folder === "string" && folder !== "" ? folder : null,
    ...{ model: modelOf(row), parent: typeof parent === "string" ? parent : null },
    ...{ archivedAt: timeOf(row.archived_at), createdAt: timeOf(row.created_at), updatedAt: timeOf(row.updated_at) },
    ...{ usage: usageOf(row), row: without(row) },
  }
}

const isTrue = (value: JsonValue | undefined): boolean => value === true || value === 1

/** SQLite's own times are in UTC and do not say so. */
function timeOf(value: JsonValue | undefined): number | null {
  if (typeof value !== "string") return readTime(value)
  return readTime(/^[\d-]{10} [\d:.]+$/.test(value) ? `${value.replace(" ", "T")}Z` : value)
}

function modelOf({ provider_name: provider, model_config_json: config }: JsonObject): GooseSession["model"] {
  const parsed = typeof config === "string" ? parseJson(config) : config
  const model = isObject(parsed) ? parsed.model_name : undefined
  return isId(model) ? { providerId: isId(provider) ? provider : "unknown", modelId: model } : null
}

/** Since version 1.0.20 all tokens of a session are counted; before, those of its last reply. */
function usageOf(row: JsonObject): Usage | null {
  const of = (name: string): number => {
    const [accumulated, last] = [row[`accumulated_${name}`], row[name]]
    return isCount(accumulated) ? accumulated : isCount(last) ? last : 0
  }
  const { accumulated_cost: cost } = row
  const usage = {
    ...{ input: of("input_tokens"), output: of("output_tokens"), reasoning: 0, cacheRead: 0, cacheWrite: 0 },
    cost: typeof cost === "number" && cost >= 0 && cost < 1e6 ? cost : 0,
  }
  return usage.input + usage.output + usage.cost === 0 ? null : usage
}
