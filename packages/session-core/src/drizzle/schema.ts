import type { ColumnKit } from "./column-kit.ts"

/**
 * The one schema. Every key begins with the project or the session, so that tables can be split by it.
 *
 * In an UPDATE, MySQL evaluates assignments in the order in which the columns are declared here and sees what earlier ones
 * assigned; SQLite sees the old row. Where one column's new value follows from another's old one (`fieldsRevision` from
 * `revision`, `title` from `titleSource`), it is declared before it.
 */
export function sessionSchema(kit: ColumnKit) {
  const project = kit.table("project", {
    id: kit.id("id").primaryKey(),
    name: kit.text("name").notNull(),
    createdAt: kit.timestamp("created_at").notNull(),
  })

  const projectAlias = kit.table(
    "project_alias",
    {
      alias: kit.id("alias").primaryKey(),
      projectId: kit.id("project_id").notNull(),
    },
    (table) => [kit.index("project_alias_project").on(table.projectId)],
  )

  const session = kit.table(
    "session",
    {
      number: kit.rowNumber("number"),
      id: kit.id("id").notNull(),
      projectId: kit.id("project_id").notNull(),
      parentId: kit.id("parent_id"),
      title: kit.text("title").notNull(),
      titleSource: kit.id("title_source").notNull(),
      directory: kit.path("directory").notNull(),
      authorUser: kit.id("author_user"),
      authorHost: kit.id("author_host"),
      agent: kit.id("agent"),
      model: kit.json("model"),
      todos: kit.json("todos").notNull(),
      metadata: kit.json("metadata").notNull(),
      inputTokens: kit.int("input_tokens").notNull(),
      outputTokens: kit.int("output_tokens").notNull(),
      reasoningTokens: kit.int("reasoning_tokens").notNull(),
      cacheReadTokens: kit.int("cache_read_tokens").notNull(),
      cacheWriteTokens: kit.int("cache_write_tokens").notNull(),
      /** Billionths of a dollar: sums are exact. */
      costNanos: kit.int("cost_nanos").notNull(),
      messageCount: kit.int("message_count").notNull(),
      /** The revision of its creation. */
      firstRevision: kit.int("first_revision").notNull(),
      /** The revision of the last change of its own fields. */
      fieldsRevision: kit.int("fields_revision").notNull(),
      revision: kit.int("revision").notNull(),
      createdAt: kit.timestamp("created_at").notNull(),
      updatedAt: kit.timestamp("updated_at").notNull(),
      /** `active`, `archived` or `deleted`: follows from the three columns below, for the indexes of the lists. */
      state: kit.id("state").notNull(),
      archivedAt: kit.timestamp("archived_at"),
      deletedAt: kit.timestamp("deleted_at"),
      deletionId: kit.id("deletion_id"),
      /** The batch that changed it last: by it a batch knows that it may go on. */
      lastBatch: kit.id("last_batch").notNull(),
      /** Its place in the feed of changed sessions: ascending within a shard, in the order of commits. */
      shard: kit.int("shard").notNull(),
      sequence: kit.int("sequence").notNull(),
    },
    (table) => [
      kit.clusterKey("session_id", [table.id], table.number),
      kit.index("session_id_in_project").on(table.projectId, table.id),
      kit.index("session_list").on(table.projectId, table.state, table.updatedAt, table.id),
      kit.index("session_children").on(table.projectId, table.state, table.parentId, table.updatedAt, table.id),
      kit.index("session_list_all").on(table.state, table.updatedAt, table.id),
      kit.index("session_parent").on(table.parentId),
      kit.index("session_feed").on(table.projectId, table.shard, table.sequence),
      kit.index("session_feed_all").on(table.shard, table.sequence),
    ],
  )

  /** Sessions that are in a project no more, purged or moved: the feed tells of them. */
  const departedSession = kit.table(
    "departed_session",
    {
      sessionId: kit.id("session_id").notNull(),
      projectId: kit.id("project_id").notNull(),
      revision: kit.int("revision").notNull(),
      shard: kit.int("shard").notNull(),
      sequence: kit.int("sequence").notNull(),
    },
    (table) => [
      kit.primaryKey({ name: "departed_session_key", columns: [table.sessionId, table.projectId] }),
      kit.index("departed_session_feed").on(table.shard, table.sequence),
    ],
  )

  const message = kit.table(
    "message",
    {
      sessionId: kit.id("session_id").notNull(),
      id: kit.id("id").notNull(),
      role: kit.id("role").notNull(),
      parentId: kit.id("parent_id"),
      agent: kit.id("agent"),
      model: kit.json("model"),
      inputTokens: kit.int("input_tokens"),
      outputTokens: kit.int("output_tokens"),
      reasoningTokens: kit.int("reasoning_tokens"),
      cacheReadTokens: kit.int("cache_read_tokens"),
      cacheWriteTokens: kit.int("cache_write_tokens"),
      /** As it was given, and in the billionths of a dollar that the session's total is made of. */
      cost: kit.real("cost"),
      costNanos: kit.int("cost_nanos"),
      error: kit.json("error"),
      authorUser: kit.id("author_user"),
      authorHost: kit.id("author_host"),
      metadata: kit.json("metadata").notNull(),
      createdAt: kit.timestamp("created_at").notNull(),
      updatedAt: kit.timestamp("updated_at").notNull(),
      completedAt: kit.timestamp("completed_at"),
      position: kit.int("position").notNull(),
      revision: kit.int("revision").notNull(),
    },
    (table) => [
      kit.primaryKey({ name: "message_key", columns: [table.sessionId, table.id] }),
      kit.index("message_position").on(table.sessionId, table.position),
      kit.index("message_revision").on(table.sessionId, table.revision),
    ],
  )

  const part = kit.table(
    "part",
    {
      number: kit.rowNumber("number"),
      sessionId: kit.id("session_id").notNull(),
      messageId: kit.id("message_id").notNull(),
      id: kit.id("id").notNull(),
      type: kit.id("type").notNull(),
      data: kit.json("data").notNull(),
      createdAt: kit.timestamp("created_at").notNull(),
      updatedAt: kit.timestamp("updated_at").notNull(),
      position: kit.int("position").notNull(),
      revision: kit.int("revision").notNull(),
    },
    (table) => [
      kit.clusterKey("part_key", [table.sessionId, table.messageId, table.id], table.number),
      kit.index("part_revision").on(table.sessionId, table.revision),
      kit.reference("part_message", [table.sessionId, table.messageId], [message.sessionId, message.id]),
    ],
  )

  const fileVersion = kit.table(
    "file_version",
    {
      sessionId: kit.id("session_id").notNull(),
      path: kit.path("path").notNull(),
      version: kit.int("version").notNull(),
      content: kit.text("content").notNull(),
      createdAt: kit.timestamp("created_at").notNull(),
      revision: kit.int("revision").notNull(),
    },
    (table) => [
      kit.primaryKey({ name: "file_version_key", columns: [table.sessionId, table.path, table.version] }),
      kit.index("file_version_revision").on(table.sessionId, table.revision),
    ],
  )

  /** What was removed. Each removal took a revision of its own. */
  const tombstone = kit.table(
    "tombstone",
    {
      sessionId: kit.id("session_id").notNull(),
      revision: kit.int("revision").notNull(),
      type: kit.id("type").notNull(),
      messageId: kit.id("message_id"),
      partId: kit.id("part_id"),
      path: kit.path("path"),
      version: kit.int("version"),
    },
    (table) => [kit.primaryKey({ name: "tombstone_key", columns: [table.sessionId, table.revision] })],
  )

  /** Answers that were given, for batches that are sent again. */
  const batch = kit.table(
    "batch",
    {
      sessionId: kit.id("session_id").notNull(),
      id: kit.id("id").notNull(),
      revision: kit.int("revision").notNull(),
      /** By the database's clock. */
      createdAt: kit.timestamp("created_at").notNull(),
    },
    (table) => [
      kit.primaryKey({ name: "batch_key", columns: [table.sessionId, table.id] }),
      kit.index("batch_age").on(table.createdAt),
    ],
  )

  /** The last sequence given in each shard. */
  const changeFeed = kit.table("change_feed", {
    shard: kit.int("shard").primaryKey(),
    sequence: kit.int("sequence").notNull(),
  })

  return { project, projectAlias, session, departedSession, message, part, fileVersion, tombstone, batch, changeFeed }
}

export type SessionSchema = ReturnType<typeof sessionSchema>
