import { realpath, stat } from "node:fs/promises"
import { SessionStorageError } from "../errors/index.ts"
import { limits } from "../provider/limits.ts"
import { findRepository, type Repository } from "./find-repository.ts"
import { projectIdFromFolder } from "./project-id-from-folder.ts"
import { projectIdFromRemote } from "./project-id-from-remote.ts"
import type { ProjectIdentity } from "./project-identity.ts"
import { shortenProjectId } from "./shorten-project-id.ts"

/** What a project is identified by. */
export interface IdentifyProjectOptions {
  /** The folder that the session runs in. It must be there. */
  directory: string
  /** `OPENCODE_PROJECT_ID` is read from it, and git is run with it. */
  environment: Readonly<Record<string, string | undefined>>
  /** `sessionProvider.project` of the configuration files; see `withConfiguredId` when that is known only later. */
  configuredId?: string | undefined
}

/**
 * Finds out which project a folder belongs to: `OPENCODE_PROJECT_ID`, else the configured id, else the git remote `origin`
 * (or the only one there is), else the name of the repository's top folder (of the main one for a worktree), else the
 * folder's name.
 *
 * Without git on the machine the folder's name is taken. Fails with `invalid_input` when the folder is not there, with
 * `access_denied` when it may not be read, with `invalid_configuration` for an id over 191 bytes, and with `timeout`.
 *
 * @example
 * ```ts
 * const identity = await identifyProject({ directory: process.cwd(), environment: process.env })
 * console.log(identity.id) // github.com/opencode-ai/opencode
 * ```
 */
export const identifyProject = async (options: IdentifyProjectOptions): Promise<ProjectIdentity> => {
  const directory = await realDirectory(options.directory)
  const { repository, warning } = await findRepository(directory, options.environment)
  const found: ProjectIdentity = {
    ...(await deriveId(directory, repository)),
    directory,
    worktreeDirectory: repository?.directory ?? directory,
    topDirectory: repository?.topDirectory ?? directory,
    warning,
  }
  const fromEnvironment = options.environment.OPENCODE_PROJECT_ID
  if (fromEnvironment) return withId(found, fromEnvironment, "environment")
  return withConfiguredId(found, options.configuredId)
}

/**
 * The same identity under the id that the configuration gives, if it gives one. The configuration is found by the
 * identity's folders, so it is read after them. `OPENCODE_PROJECT_ID` still wins.
 */
export const withConfiguredId = (
  identity: ProjectIdentity,
  configuredId: string | null | undefined,
): ProjectIdentity =>
  configuredId && identity.source !== "environment" ? withId(identity, configuredId, "configured") : identity

const withId = (identity: ProjectIdentity, id: string, source: ProjectIdentity["source"]): ProjectIdentity => {
  const bytes = Buffer.byteLength(id)
  if (bytes > limits.idBytes) {
    const where = source === "environment" ? "OPENCODE_PROJECT_ID" : "sessionProvider.project"
    throw new SessionStorageError(
      "invalid_configuration",
      `${where} has ${bytes} bytes; the limit is ${limits.idBytes}.`,
      {
        hint: "Choose a shorter project id.",
      },
    )
  }
  return { ...identity, id, name: nameOf(id), source }
}

const deriveId = async (
  directory: string,
  repository: Repository | null,
): Promise<Pick<ProjectIdentity, "id" | "name" | "source">> => {
  const remote = repository && chooseRemote(repository.remotes)
  const fromRemote = remote ? projectIdFromRemote(remote) : null
  if (fromRemote !== null) return { id: await shortenProjectId(fromRemote), name: nameOf(fromRemote), source: "remote" }
  // A bare repository's folder is called `app.git`, its clones' `app`.
  const folder = projectIdFromFolder(repository?.topDirectory.replace(/(?<=[^\\/])\.git$/, "") ?? directory)
  return { id: await shortenProjectId(folder), name: folder, source: repository ? "repository-folder" : "folder" }
}

const chooseRemote = (remotes: ReadonlyMap<string, string>): string | null => {
  const origin = remotes.get("origin")
  if (origin !== undefined) return origin
  const [only, ...others] = remotes.values()
  return only !== undefined && others.length === 0 ? only : null
}

const nameOf = (id: string): string => id.split("/").findLast((part) => part !== "") ?? id

const realDirectory = async (directory: string): Promise<string> => {
  try {
    const path = await realpath(directory)
    if ((await stat(path)).isDirectory()) return path
  } catch (error) {
    throw directoryError(directory, error)
  }
  throw new SessionStorageError("invalid_input", `${directory} is not a folder.`, { hint: "Name a folder to work in." })
}

const directoryError = (directory: string, cause: unknown): SessionStorageError => {
  // Node's file functions throw errors with a code.
  const code = (cause as NodeJS.ErrnoException).code
  if (code === "EACCES" || code === "EPERM") {
    return new SessionStorageError("access_denied", `The folder ${directory} may not be read.`, {
      hint: "Check the permissions of the folder and of those above it.",
      cause,
    })
  }
  return new SessionStorageError("invalid_input", `There is no folder ${directory}.`, {
    hint: "Create it, or name another one.",
    cause,
  })
}
