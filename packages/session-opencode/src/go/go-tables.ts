/** The columns without which a database of the Go lineage cannot be read. Later versions have more. */
export const requiredColumns = {
  sessions: [
    "id",
    "parent_session_id",
    "title",
    "prompt_tokens",
    "completion_tokens",
    "cost",
    "updated_at",
    "created_at",
  ],
  messages: ["id", "session_id", "role", "parts", "created_at", "updated_at"],
} as const
