/** What a writer says of a file's version. */
export interface FileVersionFields {
  /** Relative to the project's top folder, with `/` on every system, at most 1024 bytes. */
  path: string
  /** The whole text of the file, at most 16 MiB. It may be empty. */
  content: string
  /** Epoch milliseconds. */
  createdAt: number
}

/** One state of a file within a session. */
export interface FileVersion extends FileVersionFields {
  /** The session whose agent wrote it. */
  sessionId: string
  /** 1, 2, 3… for each path. */
  version: number
  /** The revision of its put. */
  revision: number
}
