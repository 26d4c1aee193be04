import type { JsonObject, Session } from "@opencode/session-core"
import { equalJson } from "@opencode/session-core/transfer"
import { sessionFieldsOf } from "../mapping/session-row.ts"
import { importRecordOf } from "../reconcile/import-record.ts"
import { isObject } from "../values/json-text.ts"

/** OpenCode's row of a session: the one that was imported, with what was changed here since; otherwise one that is generated from our fields. */
export function sessionRowFor(session: Session): JsonObject {
  const { opencode } = session.metadata
  // A fork has what is kept of its source, without what names that.
  const row = isObject(opencode) ? { ...namesOf(session), ...opencode } : rowOfOurs(session)
  const imported = sessionFieldsOf(row)
  const { title, parentId, agent, model, archivedAt } = session
  const { providerId, modelId, ...rest } = model ?? {}
  const record = importRecordOf(session.metadata)
  const isAsImported = isObject(opencode) && (record === null || record.revision === session.revision)
  return {
    ...row,
    id: session.id,
    ...(title === imported.title ? {} : { title }),
    ...(parentId === imported.parentId ? {} : { parent_id: parentId }),
    ...(agent === imported.agent ? {} : { agent }),
    ...(equalJson(model, imported.model)
      ? {}
      : { model: model === null ? null : { ...rest, id: modelId, providerID: providerId } }),
    ...(archivedAt === imported.archivedAt ? {} : { time_archived: archivedAt }),
    ...(isAsImported ? {} : { time_updated: session.updatedAt }),
  }
}

function namesOf({ id, metadata, createdAt, updatedAt }: Session): JsonObject {
  return metadata.forkedFrom === undefined ? {} : { slug: id, time_created: createdAt, time_updated: updatedAt }
}

/** The columns that OpenCode requires. */
function rowOfOurs({ id, projectId, directory, usage, createdAt }: Session): JsonObject {
  return {
    ...{ slug: id, project_id: projectId, directory, path: directory, version: "0.0.0", cost: usage.cost },
    ...{ tokens_input: usage.input, tokens_output: usage.output, tokens_reasoning: usage.reasoning },
    ...{ tokens_cache_read: usage.cacheRead, tokens_cache_write: usage.cacheWrite, time_created: createdAt },
  }
}
