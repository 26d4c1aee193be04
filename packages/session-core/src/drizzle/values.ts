import { boundedName } from "../hash/bounded-name.ts"
import type { Author } from "../model/author.ts"
import type { JsonValue } from "../model/json.ts"
import type { MessageFields } from "../model/message.ts"
import { modelName } from "../model/model-name.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { SessionFields } from "../model/session.ts"
import { sessionState } from "../model/session.ts"
import type { SessionMark } from "../model/session-mark.ts"
import { costToNanos, noUsage, type Usage } from "../model/usage.ts"
import type { NewSession } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import { authorLabels, folderLabels, markLabels, modelLabels, originLabels } from "./labels.ts"
import type { Assigned, UpdateFields } from "./session.ts"

/*
 * The values that statements take, of the model's objects. JSON is written here and read in rows.ts.
 */

/** JSON for a column that is NULL where there is nothing. */
const optionalJson = (value: JsonValue | undefined): string | null => (value == null ? null : JSON.stringify(value))

const authorValues = (author: Author | null) => ({
  authorUser: author?.user ?? null,
  authorHost: author?.host ?? null,
})

const sessionAuthorValues = (author: Author | null) => ({
  ...authorValues(author),
  authorLabels: authorLabels(author?.user),
})

const marksValues = (marks: readonly SessionMark[]) => ({
  marks: JSON.stringify(marks),
  markLabels: markLabels(marks),
})

/** Each field's values, so that an update of some takes only theirs. */
const fieldValues: {
  [Field in keyof Required<SessionFields>]: (value: Required<SessionFields>[Field]) => Partial<UpdateFields>
} = {
  title: (title) => ({ title }),
  titleSource: (titleSource) => ({ titleSource }),
  parentId: (parentId) => ({ parentId }),
  directory: (directory) => ({ directory, folderLabels: folderLabels(directory) }),
  author: sessionAuthorValues,
  agent: (agent) => ({ agent }),
  model: (model) => ({ model: optionalJson(model), modelLabels: modelLabels(model) }),
  todos: (todos) => ({ todos: JSON.stringify(todos) }),
  metadata: (metadata) => ({ metadata: JSON.stringify(metadata), originLabels: originLabels(metadata) }),
  marks: marksValues,
  archivedAt: (archivedAt) => ({ archivedAt }),
}

/** A new session's own fields. */
export function sessionValues(session: NewSession) {
  const { title, titleSource, parentId, directory, archivedAt, deletedAt, deletionId, agent } = session
  return {
    title,
    titleSource,
    parentId,
    directory,
    agent,
    archivedAt,
    deletedAt,
    deletionId,
    ...sessionAuthorValues(session.author),
    ...marksValues(session.marks ?? []),
    model: optionalJson(session.model),
    modelLabels: modelLabels(session.model),
    todos: JSON.stringify(session.todos),
    metadata: JSON.stringify(session.metadata),
    originLabels: originLabels(session.metadata),
    folderLabels: folderLabels(directory),
    state: sessionState(session),
  }
}

/** The values of an update that assigns nothing, and those of the fields that another one leaves: no statement takes them. */
export const noFields: UpdateFields = {
  title: "",
  titleSource: "",
  parentId: null,
  directory: "",
  authorUser: null,
  authorHost: null,
  agent: null,
  model: null,
  todos: "",
  metadata: "",
  marks: "",
  authorLabels: "",
  modelLabels: "",
  originLabels: "",
  folderLabels: "",
  markLabels: "",
  archivedAt: null,
}

export const nothingAssigned: Readonly<Assigned> = {
  title: "unchanged",
  titleSource: false,
  parentId: false,
  directory: false,
  author: false,
  agent: false,
  model: false,
  todos: false,
  metadata: false,
  marks: false,
  archivedAt: false,
}

/** Which fields an update assigns, and their values. */
export function updateValues(fields: Partial<SessionFields>): { assigned: Assigned; values: UpdateFields } {
  const assigned: Assigned = { ...nothingAssigned }
  const values = { ...noFields }
  // Its own keys.
  for (const name of Object.keys(fieldValues) as (keyof SessionFields)[]) {
    if (fields[name] === undefined) continue
    Object.assign(values, valuesOfField(name, fields))
    if (name === "title") assigned.title = "given"
    else assigned[name] = true
  }
  if (fields.titleSource === "generated") {
    if (fields.title !== undefined) assigned.title = "generated"
    // It either changes nothing, or is "generated" already.
    assigned.titleSource = false
  }
  return { assigned, values }
}

function valuesOfField<Field extends keyof SessionFields>(name: Field, fields: Partial<SessionFields>) {
  // The caller skips undefined fields.
  return fieldValues[name](fields[name] as Required<SessionFields>[Field])
}

const modelNameOf = (model: ModelReference | null): string | null => {
  const name = modelName(model)
  return name === null ? null : boundedName(name, limits.idBytes)
}

/** A message's fields. */
export function messageValues(message: MessageFields) {
  const { id, role, parentId, agent, createdAt, updatedAt, completedAt } = message
  return {
    id,
    role,
    parentId,
    agent,
    createdAt,
    updatedAt,
    completedAt,
    ...authorValues(message.author),
    ...usageColumns(message.usage),
    cost: message.usage?.cost ?? null,
    model: optionalJson(message.model),
    modelName: modelNameOf(message.model),
    error: optionalJson(message.error),
    metadata: JSON.stringify(message.metadata),
  }
}

/** What a message counts for; null for no message. */
export function countValues(message: Pick<MessageFields, "usage"> | null) {
  const { input, output, reasoning, cacheRead, cacheWrite, cost } = message?.usage ?? noUsage
  return {
    present: message === null ? 0 : 1,
    inputTokens: input,
    outputTokens: output,
    reasoningTokens: reasoning,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    costNanos: costToNanos(cost),
  }
}

/** What messages that are all new count for together. */
export function sumOfCounts(messages: Pick<MessageFields, "usage">[]) {
  const sums = {
    messageCount: messages.length,
    inputTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    costNanos: 0,
  }
  for (const { usage } of messages) {
    if (usage === null) continue
    sums.inputTokens += usage.input
    sums.outputTokens += usage.output
    sums.reasoningTokens += usage.reasoning
    sums.cacheReadTokens += usage.cacheRead
    sums.cacheWriteTokens += usage.cacheWrite
    sums.costNanos += costToNanos(usage.cost)
  }
  return sums
}

function usageColumns(usage: Usage | null) {
  return {
    inputTokens: usage?.input ?? null,
    outputTokens: usage?.output ?? null,
    reasoningTokens: usage?.reasoning ?? null,
    cacheReadTokens: usage?.cacheRead ?? null,
    cacheWriteTokens: usage?.cacheWrite ?? null,
    costNanos: usage === null ? null : costToNanos(usage.cost),
  }
}
