import { realpath, stat } from "node:fs/promises"
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path"
import { isNetworkPath } from "../own-files/real-location.ts"
import { readSmallFile } from "./read-small-file.ts"

/** Where a repository is, by its files alone. Real paths. */
export interface RepositoryLocation {
  /** The folder whose `.git` names the repository; of a bare one, the repository's own folder. */
  directory: string
  /** The worktree's own folder within git's. */
  gitDirectory: string
  /** Shared by all worktrees. */
  commonDirectory: string
  /** Whether no `.git` names it. */
  isBare: boolean
}

/**
 * The repository that a folder is in: the nearest folder, from this one upwards, that has a `.git` (a folder, or the file of a
 * worktree or a submodule). Only where there is none above either, a folder that looks like a bare repository counts: inside
 * of a working tree it is a part of somebody's project, such as test data, and its settings decide nothing.
 *
 * Settings of the repository are not looked at, so that none of them (`core.worktree`, `core.bare`) moves the top folder. Like
 * git itself, it neither leaves the file system of `directory` nor goes up into a folder of `GIT_CEILING_DIRECTORIES`.
 */
export const locateRepository = async (
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RepositoryLocation | null> => {
  const ceilings = new Set((environment.GIT_CEILING_DIRECTORIES ?? "").split(delimiter).filter(isAbsolute))
  const { dev } = await stat(directory)
  let bare: string | null = null
  for (let folder = directory; ; folder = dirname(folder)) {
    if (folder !== directory && (ceilings.has(folder) || (await deviceOf(folder)) !== dev)) break
    const named = await namedByDotGit(folder)
    if (named === "broken") return null
    if (named !== null) return locationOf(folder, named, false)
    if (bare === null && (await isGitDirectory(folder))) bare = folder
    if (folder === dirname(folder)) break
  }
  return bare === null ? null : locationOf(bare, bare, true)
}

const locationOf = async (directory: string, git: string, isBare: boolean): Promise<RepositoryLocation> => {
  const gitDirectory = await realpath(git)
  const common = await readSmallFile(join(gitDirectory, "commondir"))
  const commonDirectory =
    common === null
      ? gitDirectory
      : await realpath(resolve(gitDirectory, withoutLineEnd(common))).catch(() => gitDirectory)
  return { directory, gitDirectory, commonDirectory, isBare }
}

/** The git folder that a folder's `.git` leads to; null without one. `broken`: a file that leads nowhere, where git gives up. */
const namedByDotGit = async (folder: string): Promise<string | "broken" | null> => {
  const path = join(folder, ".git")
  const stats = await stat(path).catch(() => null)
  if (stats === null) return null
  if (stats.isDirectory()) return (await isGitDirectory(path)) ? path : null
  const [, target] = /^gitdir: ?(.+)$/s.exec(withoutLineEnd((await readSmallFile(path)) ?? "")) ?? []
  if (target === undefined) return "broken"
  const gitDirectory = resolve(folder, target)
  // To look at a path like \\host\share would be enough to log in there.
  if (isNetworkPath(gitDirectory) && !isNetworkPath(folder)) return "broken"
  return (await isGitDirectory(gitDirectory)) ? gitDirectory : "broken"
}

/** Has what every git folder has. Whether it is one is for git to say. */
const isGitDirectory = async (path: string): Promise<boolean> => {
  if (!(await exists(join(path, "HEAD")))) return false
  if (await exists(join(path, "commondir"))) return true
  return (await exists(join(path, "objects"))) && (await exists(join(path, "refs")))
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const deviceOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ dev }) => dev,
    () => null,
  )

const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, "")
