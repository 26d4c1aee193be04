/** A project as the store knows it. */
export interface Project {
  /** What sessions are scoped by: `github.com/opencode-ai/opencode`, `my-app`. At most 191 bytes, compared byte by byte. */
  id: string
  /** For people. Its id, unless somebody has named it. At most 64 KiB. */
  name: string
  /** Ids under which the project was known before, for example before its remote was renamed. */
  aliases: string[]
  /** Epoch milliseconds. */
  createdAt: number
}

/** A project with what it holds. Deleted sessions do not count. */
export interface ProjectSummary extends Project {
  /** How many sessions it has, archived ones included. */
  sessionCount: number
  /** When one of its sessions last changed, epoch milliseconds; null for a project without sessions. */
  updatedAt: number | null
}
