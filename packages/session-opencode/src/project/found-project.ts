/** How the project of a source's sessions was found. */
export type ProjectSource =
  /** `--project` named it. */
  | "given"
  /** An earlier import had found it. */
  | "imported-before"
  /** The current folder is that project: its remote, its first commit or the id that OpenCode left in it says so. */
  | "current-folder"
  /** The folder that the sessions ran in is still there. */
  | "worktree"
  /** The file itself says so. */
  | "file"
  /** Nothing matched: it has a name of its own, and `projects merge` can join it later. */
  | "own-name"

/** The project of a source's sessions. */
export interface FoundProject {
  id: string
  name: string
  source: ProjectSource
}
