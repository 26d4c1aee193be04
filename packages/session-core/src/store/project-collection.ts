import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { SessionState } from "../model/session.ts"
import { checkCount, checkId, checkText } from "../provider/check-value.ts"
import { limits } from "../provider/limits.ts"
import type { Scope } from "../provider/scope.ts"
import type { ProviderHandle } from "./provider-handle.ts"

const states: SessionState[] = ["active", "archived", "deleted"]
const pageSize = 200

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

  /** Creates a project, or replaces its name and aliases. */
  async put({ id, name, aliases, createdAt }: Project): Promise<void> {
    checkId("The project's id", id, limits.idBytes)
    checkText("The project's name", name, limits.titleBytes)
    for (const alias of aliases) checkId("A project's alias", alias, limits.idBytes)
    checkCount("The project's createdAt", createdAt)
    await this.#provider.call("putProject", (provider) => provider.putProject({ id, name, aliases, createdAt }))
  }

  /**
   * Moves all sessions of one project into another, which from then on also goes by the first one's id: for a renamed
   * remote, or an import whose project was not known. Can be repeated after an interruption. Returns how many sessions it
   * moved, deleted ones too.
   */
  async merge(from: string, into: string): Promise<{ moved: number }> {
    if (from === into) throw new SessionStorageError("invalid_input", `${from} cannot be merged into itself.`)
    const projects = await this.list()
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
    const target = projects.find((project) => project.id === into)
    // The alias comes first: a session that is created meanwhile is found by the next run.
    await this.#provider.call("putProject", (provider) =>
      provider.putProject({
        id: into,
        name: target?.name ?? into,
        aliases: [...new Set([...(target?.aliases ?? []), from, ...source.aliases])].filter((alias) => alias !== into),
        createdAt: Math.min(target?.createdAt ?? source.createdAt, source.createdAt),
      }),
    )
    for (const state of states) await this.#move({ projectId: from }, state, into)
    return { moved }
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
