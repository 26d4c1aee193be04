import type { ProviderHandle } from "../access/provider-handle.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { SessionState } from "../model/session.ts"
import { limits } from "../provider/limits.ts"
import type { ProjectPutResult } from "../provider/put-project.ts"
import type { Scope } from "../provider/scope.ts"
import { checkCount, checkId, checkText } from "../validation/check-value.ts"

const states: SessionState[] = ["active", "archived", "deleted"]
const pageSize = 200

/** What merging two projects did. */
export interface ProjectMergeResult {
  /** The project that has the sessions now. */
  into: string
  /** How many sessions were moved, deleted ones too. */
  moved: number
}

/** The projects of a database. Everyone who can open it can see them all. */
export class ProjectCollection {
  readonly #provider: ProviderHandle

  constructor(provider: ProviderHandle) {
    this.#provider = provider
  }

  /** All projects, by id. */
  list(): Promise<ProjectSummary[]> {
    return this.#provider.call("listProjects", (provider) => provider.listProjects())
  }

  /**
   * Creates a project, or replaces its name and aliases. An alias never redirects a project that exists: one that is another
   * project's id or alias, or under which there are sessions, is left out, and the result names it. `merge` takes such an id
   * over, with its sessions.
   */
  async put({ id, name, aliases, createdAt }: Project): Promise<ProjectPutResult> {
    checkId("The project's id", id, limits.idBytes)
    checkText("The project's name", name, limits.titleBytes)
    for (const alias of aliases) checkId("A project's alias", alias, limits.idBytes)
    checkCount("The project's createdAt", createdAt)
    return this.#provider.call("putProject", (provider) => provider.putProject({ id, name, aliases, createdAt }))
  }

  /**
   * Takes an alias back: from then on it is a project of its own. Sessions that a merge has moved stay where they are. Returns
   * the project that had it. Fails with `not_found` when no project has it.
   */
  async removeAlias(alias: string): Promise<{ projectId: string }> {
    const project = (await this.list()).find(({ aliases }) => aliases.includes(alias))
    if (project === undefined) {
      throw new SessionStorageError("not_found", `No project has the alias ${alias}.`, {
        hint: "`opencode-session projects` lists them with their aliases.",
      })
    }
    const { id: projectId } = project
    await this.put({ ...project, aliases: project.aliases.filter((each) => each !== alias) })
    return { projectId }
  }

  /**
   * Moves all sessions of one project into another, which from then on also goes by the first one's id: for a renamed
   * remote, or an import whose project was not known. Can be repeated after an interruption. An alias as the target stands for
   * its project. Returns the project and how many sessions were moved, deleted ones too.
   */
  async merge(from: string, target: string): Promise<ProjectMergeResult> {
    const projects = await this.list()
    // An alias of the project that is merged becomes its name.
    const into = projects.find(({ id, aliases }) => id !== from && aliases.includes(target))?.id ?? target
    if (from === into) throw new SessionStorageError("invalid_input", `${from} cannot be merged into itself.`)
    const held = await this.#provider.call("statistics", (provider) => provider.statistics({ projectId: from }))
    const moved = held.sessions + held.deletedSessions
    // An interrupted merge has left sessions, but no project.
    const remaining = moved === 0 ? undefined : { id: from, name: from, aliases: [], createdAt: Date.now() }
    const source = projects.find((project) => project.id === from) ?? remaining
    if (source === undefined) {
      throw new SessionStorageError("not_found", `There is no project ${from}.`, {
        hint: "`opencode-session projects` lists them.",
      })
    }
    const known = projects.find((project) => project.id === into)
    // The alias comes first: a session that is created meanwhile is found by the next run.
    const takeOver = [from, ...source.aliases].filter((alias) => alias !== into)
    await this.#provider.call("putProject", (provider) =>
      provider.putProject({
        id: into,
        name: known?.name ?? into,
        aliases: [...new Set([...(known?.aliases ?? []), ...takeOver])],
        createdAt: Math.min(known?.createdAt ?? source.createdAt, source.createdAt),
        takeOver,
      }),
    )
    for (const state of states) await this.#move({ projectId: from }, state, into)
    return { into, moved }
  }

  async #move(scope: Scope, state: SessionState, into: string): Promise<void> {
    for (;;) {
      // Always the first page: what was moved is not in it any more.
      const { sessions } = await this.#provider.call("listSessions", (provider) =>
        provider.listSessions({ scope, state, limit: pageSize }),
      )
      if (sessions.length === 0) return
      for (const session of sessions) {
        try {
          await this.#provider.apply({
            id: createIdentifier("batch"),
            scope,
            sessionId: session.id,
            at: session.updatedAt,
            changes: [{ type: "session.move", projectId: into }],
          })
        } catch (error) {
          // It went with its parent.
          if (!SessionStorageError.isInstance(error, "not_found")) throw error
        }
      }
    }
  }
}
