/** Which project a folder belongs to, and why. */
export interface ProjectIdentity {
  /** What sessions are scoped by: `github.com/opencode-ai/opencode`, or `my-app`. At most 191 bytes, no secret in it. */
  id: string
  /** For people: the last part of the id. */
  name: string
  /**
   * Where the id comes from: a configuration file, `OPENCODE_PROJECT_ID`, the git remote, the name of the repository's
   * top folder, or that of the folder itself.
   */
  source: "configured" | "environment" | "remote" | "repository-folder" | "folder"
  /** The folder that was asked about: absolute, symbolic links resolved. */
  directory: string
  /**
   * The top of the working tree that `directory` is in: the folder whose `.git` names the repository. The repository's own
   * folder when it is bare, and `directory` itself outside git. Session folders are relative to this one, and configuration
   * files are looked for up to it.
   */
  worktreeDirectory: string
  /** The main worktree's top: differs from `worktreeDirectory` in a linked worktree. A bare repository's own folder. */
  topDirectory: string
  /** Why git could not be asked although there may be a repository: it belongs to another user, its config is broken. */
  warning: string | null
}
