import { hash } from "node:crypto"
import { stat } from "node:fs/promises"
import { currentAuthor, type SessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { identifyProject, type ProjectIdentity } from "@opencode/session-core/project"
import type { SourceProject } from "../source/source-session.ts"
import { isId } from "../values/plain-values.ts"
import { isTop, lastNameOf } from "../values/relative-to.ts"
import { openCodeIdsOf } from "./folder-signals.ts"
import type { FoundProject } from "./found-project.ts"
import { KnownProjects } from "./known-projects.ts"
import { globalProject, hashOfRemoteId } from "./open-code-project-id.ts"

/** Whether a source's project is no project: OpenCode takes all that is in no repository for one, at the top of the disk. */
const isEverywhere = ({ key, worktree }: SourceProject): boolean =>
  key === globalProject || (worktree !== null && isTop(worktree))

/** Under which our store knows an OpenCode project, so that the next import finds it, whatever it was merged into. */
const aliasOf = (key: string): string => `opencode:${key}`

/**
 * The name of a folder that is not here and in no project. The same each time, and another one for the folder of somebody else: sessions
 * outside of git are each person's own.
 */
function nameOfFolder(folder: string): string {
  const place = hash("sha256", JSON.stringify([currentAuthor(), folder])).slice(0, 8)
  const name = lastNameOf(folder).normalize("NFC")
  return isId(`${name}-${place}`) && name !== "" ? `${name}-${place}` : `opencode-${globalProject}-${place}`
}

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
  readonly #identified = new Map<string, Promise<ProjectIdentity>>()
  /** Which folders are here. Asked once: sessions are many, and their folders few. */
  readonly #folders = new Map<string, Promise<boolean>>()
  #known: KnownProjects | undefined
  #folderIds: Set<string> | undefined

  constructor(options: ProjectFinderOptions) {
    this.#options = options
  }

  /** Where a new session goes. Null where `admits` does not take that project, of which nothing is then written. */
  find(project: SourceProject): Promise<FoundProject>
  find(project: SourceProject, admits: (found: FoundProject) => boolean): Promise<FoundProject | null>
  async find(
    project: SourceProject,
    admits: (found: FoundProject) => boolean = () => true,
  ): Promise<FoundProject | null> {
    const key = isEverywhere(project) ? JSON.stringify([project.key, project.directory]) : project.key
    const known = this.#found.get(key)
    if (known !== undefined) return admits(known) ? known : null
    const found = await this.#whereItGoesOn(await this.#decide(project))
    if (!admits(found)) return null
    await this.#register(found, project)
    this.#found.set(key, found)
    this.#foundIds.add(found.id)
    return found
  }

  /**
   * The top folder that a session's folder is to be told from, where the source names none that is there: null where the source's own
   * is right.
   */
  async topFor(project: SourceProject): Promise<string | null> {
    const { worktree, directory = null } = project
    if (directory === null || (!isEverywhere(project) && (worktree === null || (await this.#isFolder(worktree)))))
      return null
    if (!(await this.#isFolder(directory))) return isEverywhere(project) ? directory : null
    return (await this.#identify(directory)).worktreeDirectory
  }

  #isFolder(path: string): Promise<boolean> {
    const asked = this.#folders.get(path) ?? isFolder(path)
    this.#folders.set(path, asked)
    return asked
  }

  /** What the environment says is about the current folder, not about this one. */
  #identify(directory: string): Promise<ProjectIdentity> {
    const { OPENCODE_PROJECT_ID: _id, ...environment } = process.env
    const identified = this.#identified.get(directory) ?? identifyProject({ directory, environment })
    this.#identified.set(directory, identified)
    return identified
  }

  /** Writes down what was not written yet. Call it at the end of an import, also of one that fails. */
  async flush(): Promise<void> {
    await this.#known?.flush()
  }

  async #decide(project: SourceProject): Promise<FoundProject> {
    const { key, worktree, directory: folder = null, others = [] } = project
    const { given, directory } = this.#options
    if (given !== undefined && this.#isForThis(given, key)) return { id: given, name: nameOf(given), source: "given" }
    if (key === "") return currentProject(directory)
    // The Go lineage names projects as we do.
    if (this.#options.keysAreIds) return { id: key, name: nameOf(key), source: "file" }
    const before = isEverywhere(project) ? undefined : (await this.#projects()).withAlias(aliasOf(key))
    if (before !== undefined) return { id: before.id, name: before.name, source: "imported-before" }
    if (!isEverywhere(project)) {
      this.#folderIds ??= await openCodeIdsOf(directory)
      if (this.#folderIds.has(key)) return currentProject(directory)
    }
    // Of a project that moved, the session's own folder is newer than what the project says.
    for (const each of isEverywhere(project) ? [folder] : [worktree, folder, ...others]) {
      if (each === null || isTop(each) || !(await this.#isFolder(each))) continue
      const { id, name } = await this.#identify(each)
      return { id, name, source: "worktree" }
    }
    return this.#ownName(project)
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

  async #ownName(project: SourceProject): Promise<FoundProject> {
    const { key, worktree, directory: folder = null } = project
    const projects = await this.#projects()
    let id: string
    if (isEverywhere(project)) id = folder === null ? `opencode-${globalProject}` : nameOfFolder(folder)
    else {
      const name = lastNameOf(worktree ?? folder ?? "").normalize("NFC")
      const isTaken = projects.has(name) || projects.withAlias(name) !== undefined || this.#foundIds.has(name)
      const isUsable = isId(name) && name !== globalProject && !isTaken
      id = isUsable ? name : `opencode-${key.slice(0, 12).replace(/[^\w.-]/g, "_")}`
    }
    // Where an earlier import's was merged into another project, this one is not that project's.
    for (let number = 2; projects.withAlias(id) !== undefined; number += 1) id = `${id.replace(/~\d+$/, "")}~${number}`
    return { id, name: id, source: "own-name" }
  }

  async #register({ id, name }: FoundProject, project: SourceProject): Promise<void> {
    const alias = aliasOf(project.key)
    if (project.key === "" || isEverywhere(project) || this.#options.keysAreIds || !isId(alias)) return
    const projects = await this.#projects()
    if (projects.withAlias(alias) === undefined) await projects.addAlias(id, name, alias)
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

const nameOf = (id: string): string => id.split("/").findLast((segment) => segment !== "") ?? id

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
