/** The index of searches, as the migration makes it where it may. */
export const searchIndex =
  "CREATE INDEX part_search ON part USING gin ((lower(translate(data, chr(8490), 'k'))) gin_trgm_ops) WITH (gin_pending_list_limit = 1024) WHERE type IN ('text', 'reasoning', 'tool', 'file', 'subtask')"
