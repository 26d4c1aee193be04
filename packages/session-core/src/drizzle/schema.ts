import { sql } from "drizzle-orm"
import {
  clusterKey,
  double,
  id,
  index,
  int,
  json,
  key,
  labels,
  longText,
  nullable,
  partialIndex,
  path,
  primaryKey,
  reference,
  rowNumber,
  timestamp,
} from "./columns.ts"
import { table } from "./table.ts"

/*
 * The one schema, for every dialect: a provider's kit makes Drizzle's tables of it (column-kit.ts), and statements are written
 * with its columns. Every key has the project or the session, so that tables can be split by it. No statement depends on the order
 * in which columns are declared.
 */

export const project = table("project", {
  id: key(id("id")),
  name: longText("name"),
  createdAt: timestamp("created_at"),
})

export const projectAlias = table(
  "project_alias",
  {
    alias: key(id("alias")),
    projectId: id("project_id"),
  },
  (columns) => [index("project_alias_project", columns.projectId)],
)

export const session = table(
  "session",
  {
    number: rowNumber("number"),
    id: id("id"),
    projectId: id("project_id"),
    parentId: nullable(id("parent_id")),
    /** `active`, `archived` or `deleted`: follows from `archivedAt` and `deletedAt`, for the indexes of the lists. */
    state: id("state"),
    revision: int("revision"),
    updatedAt: timestamp("updated_at"),
    /** `updatedAt` of a session that is settled, null of one that is hot (hot-sessions.ts). */
    listedAt: nullable(timestamp("listed_at")),
    /** Its position in the feed of changed sessions: ascending within a shard, in the order of commits. */
    shard: int("shard"),
    sequence: int("sequence"),
    /** `sequence` of a session that is settled, null of one that is hot. */
    fedAt: nullable(int("fed_at")),
    /** The batch that changed it last: by it a batch knows that it may go on. */
    lastBatch: id("last_batch"),
    inputTokens: int("input_tokens"),
    outputTokens: int("output_tokens"),
    reasoningTokens: int("reasoning_tokens"),
    cacheReadTokens: int("cache_read_tokens"),
    cacheWriteTokens: int("cache_write_tokens"),
    /** Billionths of a dollar: sums are exact. */
    costNanos: int("cost_nanos"),
    messageCount: int("message_count"),
    /** The revision of its creation. */
    firstRevision: int("first_revision"),
    /** The revision of the last change of its own fields. */
    fieldsRevision: int("fields_revision"),
    createdAt: timestamp("created_at"),
    archivedAt: nullable(timestamp("archived_at")),
    deletedAt: nullable(timestamp("deleted_at")),
    deletionId: nullable(id("deletion_id")),
    titleSource: id("title_source"),
    authorUser: nullable(id("author_user")),
    authorHost: nullable(id("author_host")),
    agent: nullable(id("agent")),
    directory: path("directory"),
    title: longText("title"),
    model: nullable(json("model")),
    todos: json("todos"),
    metadata: json("metadata"),
    marks: json("marks"),
    /** What it is found by, in a column for each field that it follows from (labels.ts). */
    authorLabels: labels("author_labels"),
    modelLabels: labels("model_labels"),
    originLabels: labels("origin_labels"),
    folderLabels: labels("folder_labels"),
    markLabels: labels("mark_labels"),
    /** The mark of what is settling it, where a dialect marks what it has chosen (hot-sessions.ts). */
    settledBy: nullable(id("settled_by")),
    /** The `listedAt` with which its labels stand in `session_label`; null while they do not. */
    labelledAt: nullable(timestamp("labelled_at")),
  },
  (columns) => {
    const isSettled = sql`${columns.listedAt.bare} is not null`
    const isHot = sql`${columns.listedAt.bare} is null`
    return [
      clusterKey("session_id", [columns.id], columns.number),
      partialIndex("session_id_in_project", [columns.projectId, columns.id], isSettled),
      partialIndex("session_list", [columns.projectId, columns.state, columns.listedAt, columns.id], isSettled),
      partialIndex(
        "session_children",
        [columns.projectId, columns.state, columns.parentId, columns.listedAt, columns.id],
        isSettled,
      ),
      partialIndex("session_list_all", [columns.state, columns.listedAt, columns.id], isSettled),
      partialIndex("session_feed", [columns.projectId, columns.shard, columns.fedAt], isSettled),
      partialIndex("session_feed_all", [columns.shard, columns.fedAt], isSettled),
      // Whole indexes have the hot sessions where they are null.
      partialIndex("session_hot", [columns.projectId], isHot, "none"),
      partialIndex("session_parent", [columns.parentId], sql`${columns.parentId.bare} is not null`),
    ]
  },
)

/** The settled sessions by what they are found by, in the order of the lists (labels.ts). */
export const sessionLabel = table(
  "session_label",
  {
    /** The project's id, or empty for all projects. */
    scope: id("scope"),
    label: id("label"),
    state: id("state"),
    listedAt: timestamp("listed_at"),
    sessionId: id("session_id"),
  },
  ({ scope, label, state, listedAt, sessionId }) => [
    primaryKey("session_label_key", scope, label, state, listedAt, sessionId),
  ],
)

const counts = {
  sessions: int("sessions"),
  messages: int("messages"),
  inputTokens: int("input_tokens"),
  outputTokens: int("output_tokens"),
  reasoningTokens: int("reasoning_tokens"),
  cacheReadTokens: int("cache_read_tokens"),
  cacheWriteTokens: int("cache_write_tokens"),
  costNanos: int("cost_nanos"),
}

/** What is counted together: sessions by their state, and messages, whose state is empty, by day, author and model. */
const counted = { state: id("state"), day: timestamp("day"), author: id("author"), model: id("model") }

/** What a session counted for in `usage_total` when it was settled last (usage-totals.ts). */
export const sessionUsage = table(
  "session_usage",
  { sessionId: id("session_id"), projectId: id("project_id"), ...counted, ...counts },
  ({ sessionId, state, day, author, model }) => [primaryKey("session_usage_key", sessionId, state, day, author, model)],
)

/** Sums over `session_usage`. */
export const usageTotal = table(
  "usage_total",
  {
    /** The project's id, or empty for all projects. */
    scope: id("scope"),
    ...counted,
    ...counts,
  },
  ({ scope, state, day, author, model }) => [primaryKey("usage_total_key", scope, state, day, author, model)],
)

/** Sessions that are in a project no more, purged or moved: the feed tells of them. */
export const departedSession = table(
  "departed_session",
  {
    sessionId: id("session_id"),
    projectId: id("project_id"),
    revision: int("revision"),
    shard: int("shard"),
    sequence: int("sequence"),
  },
  (columns) => [
    primaryKey("departed_session_key", columns.sessionId, columns.projectId),
    index("departed_session_feed", columns.shard, columns.sequence),
  ],
)

export const message = table(
  "message",
  {
    sessionId: id("session_id"),
    id: id("id"),
    role: id("role"),
    parentId: nullable(id("parent_id")),
    agent: nullable(id("agent")),
    model: nullable(json("model")),
    /** What statistics count it by; null without a model. */
    modelName: nullable(id("model_name")),
    inputTokens: nullable(int("input_tokens")),
    outputTokens: nullable(int("output_tokens")),
    reasoningTokens: nullable(int("reasoning_tokens")),
    cacheReadTokens: nullable(int("cache_read_tokens")),
    cacheWriteTokens: nullable(int("cache_write_tokens")),
    /** As it was given, and in the billionths of a dollar that the session's total is made of. */
    cost: nullable(double("cost")),
    costNanos: nullable(int("cost_nanos")),
    error: nullable(json("error")),
    authorUser: nullable(id("author_user")),
    authorHost: nullable(id("author_host")),
    metadata: json("metadata"),
    createdAt: timestamp("created_at"),
    updatedAt: timestamp("updated_at"),
    completedAt: nullable(timestamp("completed_at")),
    position: int("position"),
    revision: int("revision"),
  },
  (columns) => [
    primaryKey("message_key", columns.sessionId, columns.id),
    index("message_position", columns.sessionId, columns.position),
    // A message that was put once is found by its position, which is its revision.
    partialIndex(
      "message_revision",
      [columns.sessionId, columns.revision],
      sql`${columns.revision.bare} <> ${columns.position.bare}`,
    ),
  ],
)

export const part = table(
  "part",
  {
    number: rowNumber("number"),
    sessionId: id("session_id"),
    messageId: id("message_id"),
    id: id("id"),
    type: id("type"),
    createdAt: timestamp("created_at"),
    updatedAt: timestamp("updated_at"),
    position: int("position"),
    revision: int("revision"),
    /** `revision`, by which the feed finds the part; null where its message leads to it (part.ts). */
    feedRevision: nullable(int("feed_revision")),
    /** Last: what stands behind a long value is read through it. */
    data: json("data"),
  },
  (columns) => [
    clusterKey("part_key", [columns.sessionId, columns.messageId, columns.id], columns.number),
    partialIndex(
      "part_revision",
      [columns.sessionId, columns.feedRevision],
      sql`${columns.feedRevision.bare} is not null`,
    ),
    reference("part_message", [columns.sessionId, columns.messageId], [message.sessionId, message.id]),
  ],
)

export const fileVersion = table(
  "file_version",
  {
    sessionId: id("session_id"),
    path: path("path"),
    version: int("version"),
    content: longText("content"),
    createdAt: timestamp("created_at"),
    revision: int("revision"),
  },
  (columns) => [
    primaryKey("file_version_key", columns.sessionId, columns.path, columns.version),
    index("file_version_revision", columns.sessionId, columns.revision),
  ],
)

/** What was removed. Each removal took a revision of its own. */
export const tombstone = table(
  "tombstone",
  {
    sessionId: id("session_id"),
    revision: int("revision"),
    type: id("type"),
    messageId: nullable(id("message_id")),
    partId: nullable(id("part_id")),
    path: nullable(path("path")),
    version: nullable(int("version")),
  },
  (columns) => [primaryKey("tombstone_key", columns.sessionId, columns.revision)],
)

/**
 * The receipts of batches, for those that are sent again. By the batch first: ids that the library makes ascend, so that all writers
 * write the same page, and those that have aged stand together.
 */
export const receipt = table(
  "batch",
  {
    sessionId: id("session_id"),
    id: id("id"),
    revision: int("revision"),
    /** By the database's clock. */
    createdAt: timestamp("created_at"),
  },
  (columns) => [primaryKey("batch_key", columns.id, columns.sessionId)],
)

/**
 * The last sequence given in each shard. Where sequences are counted, the first batch of a shard makes its row, and those after it
 * count it up; where they are derived, it has the last one of a subtree's change (feed.ts). No migration needs to make rows. Rows
 * are locked in the order of their shards.
 */
export const changeFeed = table("change_feed", {
  shard: key(int("shard")),
  sequence: int("sequence"),
})

/** All tables, in the order in which they can be created. */
export const sessionTables = {
  project,
  projectAlias,
  session,
  sessionLabel,
  departedSession,
  message,
  part,
  fileVersion,
  tombstone,
  receipt,
  changeFeed,
  sessionUsage,
  usageTotal,
}
