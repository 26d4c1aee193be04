import { relative, sep } from "node:path"

/**
 * A session's folder as the store keeps it: relative to the project, with `/` on every system, `""` for the top itself.
 *
 * Give the identity's `worktreeDirectory` and `directory`, which are real paths: a folder then has the same name in every
 * worktree and on every machine. A folder outside begins with `../`; on another Windows drive it stays absolute.
 */
export const relativeDirectory = (topDirectory: string, directory: string): string =>
  relative(topDirectory, directory).split(sep).join("/")
