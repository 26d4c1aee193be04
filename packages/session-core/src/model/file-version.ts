/** What a writer says of a file's version. */
export interface FileVersionFields {
  /** Relative to the project's top folder, with `/` on every system. */
  path: string
  content: string
  /** Epoch milliseconds. */
  createdAt: number
}

/** One state of a file within a session. */
export interface FileVersion extends FileVersionFields {
  sessionId: string
  /** 1, 2, 3… for each path. */
  version: number
  revision: number
}
