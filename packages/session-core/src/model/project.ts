/** A project as the store knows it. */
export interface Project {
  /** The id that sessions are scoped by, such as `github.com/opencode-ai/opencode` or `my-app`. */
  id: string
  name: string
  /** Ids under which the project was known before, for example before its remote was renamed. */
  aliases: string[]
  /** Epoch milliseconds. */
  createdAt: number
}

/** A project with what it holds. Deleted sessions do not count. */
export interface ProjectSummary extends Project {
  sessionCount: number
  /** When one of its sessions last changed, epoch milliseconds; null for a project without sessions. */
  updatedAt: number | null
}
