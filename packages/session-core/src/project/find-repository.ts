import { existsSync } from "node:fs"
import { realpath } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { redactSecrets } from "../configuration/redact-secrets.ts"
import { parseRemotes } from "./parse-remotes.ts"
import { runGit } from "./run-git.ts"

/** A git repository as seen from one folder in it. Folders are absolute real paths. */
export interface Repository {
  worktreeDirectory: string
  /** The main worktree's top; the repository's own folder when it is bare. */
  topDirectory: string
  /** URL by remote name, credentials and all: never to be shown. */
  remotes: ReadonlyMap<string, string>
}

export interface RepositoryAnswer {
  repository: Repository | null
  /** Why there is none although git did not simply say so. */
  warning: string | null
}

/**
 * Asks git for the repository that `directory` (a real path) is in: two processes, side by side, because this is on the
 * way of every start. Where no repository can be, git is not asked.
 */
export const findRepository = async (
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RepositoryAnswer> => {
  if (!mayBeInRepository(directory)) return { repository: null, warning: null }
  const [location, remotes] = await Promise.all([
    // The top is asked for last: a bare repository has none, and git then fails after it has answered the rest.
    runGit(
      directory,
      ["rev-parse", "--git-dir", "--git-common-dir", "--is-bare-repository", "--show-toplevel"],
      environment,
    ),
    runGit(directory, ["remote", "-v"], environment),
  ])
  if (location.kind === "missing" || remotes.kind === "missing") return { repository: null, warning: null }
  const folders = await parseFolders(directory, location.stdout)
  if (folders === null) {
    return { repository: null, warning: location.kind === "failed" ? warningFrom(location.stderr) : null }
  }
  if (remotes.kind === "failed") return { repository: null, warning: warningFrom(remotes.stderr) }
  return { repository: { ...folders, remotes: parseRemotes(remotes.stdout) }, warning: null }
}

/** Whether the folder, or one above it, has a `.git` (a folder, or the file of a worktree), or is a bare repository. */
const mayBeInRepository = (directory: string): boolean => {
  if ([".git", "HEAD"].some((name) => existsSync(join(directory, name)))) return true
  const parent = dirname(directory)
  return parent !== directory && mayBeInRepository(parent)
}

const parseFolders = async (
  directory: string,
  output: string,
): Promise<Pick<Repository, "topDirectory" | "worktreeDirectory"> | null> => {
  const [gitDirectory, commonDirectory, bare, ...top] = output.replace(/\r?\n$/, "").split(/\r?\n/)
  if (gitDirectory === undefined || commonDirectory === undefined || (bare !== "true" && bare !== "false")) return null
  // The last of the four, so a line break in it does no harm.
  const shown = top.length === 0 ? null : await realpath(top.join("\n"))
  const own = await realpath(resolve(directory, gitDirectory))
  const common = await realpath(resolve(directory, commonDirectory))
  // A linked worktree has a git folder of its own inside of the common one.
  const main = shown !== null && own === common ? shown : mainDirectory(common)
  return { worktreeDirectory: shown ?? main, topDirectory: main }
}

/** `/work/app` for `/work/app/.git` and for `/work/app/.bare`, where people keep a bare repository among its worktrees. */
const mainDirectory = (commonDirectory: string): string =>
  basename(commonDirectory).startsWith(".") ? dirname(commonDirectory) : commonDirectory

const warningFrom = (stderr: string): string | null => {
  if (stderr.includes("not a git repository")) return null
  if (stderr.includes("dubious ownership")) {
    return "git does not read this repository because it belongs to another user: run git config --global --add safe.directory with its folder."
  }
  return `git could not read the repository: ${redactSecrets(stderr.trim().split("\n")[0] ?? "")}`
}
