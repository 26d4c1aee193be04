import { stat } from "node:fs/promises"
import { basename } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { identifyProject } from "@opencode/session-core/project"
import type { SourceProject } from "../source/source-session.ts"
import { isId } from "../values/plain-values.ts"
import { openCodeIdsOf } from "./folder-signals.ts"
import type { FoundProject } from "./found-project.ts"
import { KnownProjects } from "./known-projects.ts"
import { globalProject, hashOfRemoteId } from "./open-code-project-id.ts"

/** Under which our store knows an OpenCode project, so that the next import finds it, whatever it was merged into. */
const aliasOf = (key: string): string => `opencode:${key}`

export interface ProjectFinderOptions {
  store: SessionStore
  /** The current folder. */
  directory: string
  /** What `--project` says. */
  given: string | undefined
  /** All projects of the file, by what the file calls them. */
  keys: readonly string[]
  /** Whether what the file calls its projects are ids like ours. */
  keysAreIds: boolean
}

/** Finds the project of a file's sessions. */
export class ProjectFinder {
  readonly #options: ProjectFinderOptions
  readonly #found = new Map<string, FoundProject>()
  readonly #foundIds = new Set<string>()
  #known: KnownProjects | undefined
  #folderIds: Set<string> | undefined

  constructor(options: ProjectFinderOptions) {
    this.#options = options
  }

  /** Where a new session goes. */
  async find(project: SourceProject): Promise<FoundProject> {
    let found = this.#found.get(project.key)
    if (found === undefined) {
      found = await this.#whereItGoesOn(await this.#decide(project))
      await this.#register(found, project.key)
      this.#found.set(project.key, found)
      this.#foundIds.add(found.id)
    }
    return found
  }

  /** Writes down what was not written yet. Call it at the end of an import, also of one that fails. */
  async flush(): Promise<void> {
    await this.#known?.flush()
  }

  async #decide({ key, worktree }: SourceProject): Promise<FoundProject> {
    const { given, directory } = this.#options
    if (given !== undefined && this.#isForThis(given, key)) return { id: given, name: nameOf(given), source: "given" }
    if (key === "") return currentProject(directory)
    // The Go lineage names projects as we do.
    if (this.#options.keysAreIds) return { id: key, name: nameOf(key), source: "file" }
    const before = (await this.#projects()).withAlias(aliasOf(key))
    if (before !== undefined) return { id: before.id, name: before.name, source: "imported-before" }
    if (key !== globalProject) {
      this.#folderIds ??= await openCodeIdsOf(directory)
      if (this.#folderIds.has(key)) return currentProject(directory)
      if (worktree !== null && (await isFolder(worktree))) return projectOfWorktree(worktree)
    }
    return this.#ownName(key, worktree)
  }

  /** A project that was merged into another goes on there, as for every other command. */
  async #whereItGoesOn(found: FoundProject): Promise<FoundProject> {
    if (found.source === "own-name") return found
    const { id, name } = (await this.#projects()).withAlias(found.id) ?? found
    return { ...found, id, name }
  }

  /** `--project` takes all of the file, unless it has several projects and the id is just one of them. */
  #isForThis(given: string, key: string): boolean {
    const { keys } = this.#options
    const hash = hashOfRemoteId(given)
    return keys.length < 2 || !keys.includes(hash) || key === hash
  }

  async #ownName(key: string, worktree: string | null): Promise<FoundProject> {
    const name = basename((worktree ?? "").replaceAll("\\", "/")).normalize("NFC")
    const projects = await this.#projects()
    const isTaken = projects.has(name) || projects.withAlias(name) !== undefined || this.#foundIds.has(name)
    const isUsable = key !== globalProject && isId(name) && name !== globalProject && !isTaken
    let id = isUsable ? name : `opencode-${key.slice(0, 12).replace(/[^\w.-]/g, "_")}`
    // Where an earlier import's was merged into another project, this one is not that project's.
    for (let number = 2; projects.withAlias(id) !== undefined; number += 1) id = `${id.replace(/~\d+$/, "")}~${number}`
    return { id, name: id, source: "own-name" }
  }

  /** Sessions outside of git are each person's own: another's must not follow where these were merged into. */
  async #register({ id, name }: FoundProject, key: string): Promise<void> {
    if (key === "" || key === globalProject || this.#options.keysAreIds || !isId(aliasOf(key))) return
    const projects = await this.#projects()
    if (projects.withAlias(aliasOf(key)) === undefined) await projects.addAlias(id, name, aliasOf(key))
  }

  async #projects(): Promise<KnownProjects> {
    this.#known ??= await KnownProjects.read(this.#options.store)
    return this.#known
  }
}

/** The project of the folder that the command runs in, as every other command finds it. */
async function currentProject(directory: string): Promise<FoundProject> {
  const { identity } = await resolveSetup({ directory })
  return { id: identity.id, name: identity.name, source: "current-folder" }
}

/** What the environment says is about the current folder, not about this one. */
async function projectOfWorktree(directory: string): Promise<FoundProject> {
  const { OPENCODE_PROJECT_ID: _id, ...environment } = process.env
  const { id, name } = await identifyProject({ directory, environment })
  return { id, name, source: "worktree" }
}

const nameOf = (id: string): string => id.split("/").findLast((segment) => segment !== "") ?? id

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
