import { stat } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { isOwn } from "../own-files/is-own.ts"
import { redactSecrets } from "../secrets/redact-secrets.ts"
import { locateRepository, type RepositoryLocation } from "./locate-repository.ts"
import { parseRemotes } from "./parse-remotes.ts"
import { type RunGitOptions, runGit } from "./run-git.ts"

/** A git repository as seen from one folder in it. Folders are absolute real paths. */
export interface Repository extends RepositoryLocation {
  /** The main worktree's top; the repository's own folder when it is bare. */
  topDirectory: string
  /** URL by remote name, credentials and all: never to be shown. */
  remotes: ReadonlyMap<string, string>
}

/** What git says of a folder. */
export interface RepositoryAnswer {
  /** The repository that the folder is in; null when it is in none. */
  repository: Repository | null
  /** Why there is none although git did not simply say so. */
  warning: string | null
}

/**
 * Finds the repository that `directory` (a real path) is in. Where it is, its files say; git is asked once, for the remotes,
 * because this is on the way of every start. Where no repository can be, git is not asked.
 */
export const findRepository = async (
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RepositoryAnswer> => {
  const location = await locateRepository(directory, environment)
  if (location === null) return { repository: null, warning: null }
  if (location.isBare && !isOwn((await stat(location.gitDirectory)).uid)) {
    return {
      repository: null,
      warning: `the bare repository ${location.directory} is not read: it belongs to another user.`,
    }
  }
  // A bare repository must be named: otherwise git looks at none. It then does not look at its owner, which we just did.
  const named = location.isBare ? [`--git-dir=${location.gitDirectory}`] : []
  const remotes = await runGit(location.directory, [...named, "remote", "-v"], gitOptions(location, environment))
  if (remotes.kind === "missing") return { repository: null, warning: null }
  if (remotes.kind === "failed") return { repository: null, warning: warningFrom(remotes.stderr) }
  return {
    repository: { ...location, topDirectory: topOf(location), remotes: parseRemotes(remotes.stdout) },
    warning: null,
  }
}

/**
 * The ids of the commits without parents that HEAD goes back to. None when git does not say, and none of a bare repository,
 * which may be a stranger's files: this is the only question for which git reads objects.
 */
export const rootCommits = async (
  repository: RepositoryLocation,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string[]> => {
  if (repository.isBare) return []
  const roots = await runGit(
    repository.directory,
    ["rev-list", "--max-parents=0", "HEAD"],
    gitOptions(repository, environment),
  )
  return roots.kind === "ok" ? roots.stdout.split("\n").filter((line) => line !== "") : []
}

/** Git looks at this very repository, and at none around it. */
const gitOptions = ({ directory }: RepositoryLocation, environment: RunGitOptions["environment"]): RunGitOptions => ({
  environment,
  ceiling: dirname(directory),
})

const topOf = ({ directory, gitDirectory, commonDirectory, isBare }: RepositoryLocation): string =>
  // A linked worktree has a git folder of its own inside of the common one.
  gitDirectory === commonDirectory && !isBare ? directory : mainDirectory(commonDirectory)

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
