/** The columns without which an OpenCode 1.x database cannot be read. What it has besides is kept. */
export const requiredColumns = {
  project: ["id", "worktree"],
  session: ["id", "project_id", "parent_id", "directory", "title", "time_created", "time_updated"],
  message: ["id", "session_id", "time_created", "time_updated", "data"],
  part: ["id", "message_id", "session_id", "time_created", "time_updated", "data"],
  todo: ["session_id", "content", "status", "priority", "position", "time_created", "time_updated"],
} as const
