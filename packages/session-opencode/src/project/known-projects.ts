import type { Project, SessionStore } from "@opencode/session-core"

/** A project as it is in the store, and what is still to be written of it. */
interface KnownProject extends Project {
  waiting: string[]
}

/** More of them wait until they are as many as half of those that are written: a file may have thousands of projects. */
const mostAtOnce = 20

/** The projects of a store, read once and kept up to date with what an import adds. */
export class KnownProjects {
  readonly #store: SessionStore
  readonly #byId = new Map<string, KnownProject>()
  readonly #byAlias = new Map<string, KnownProject>()

  private constructor(store: SessionStore) {
    this.#store = store
  }

  static async read(store: SessionStore): Promise<KnownProjects> {
    const known = new KnownProjects(store)
    for (const { id, name, aliases, createdAt } of await store.projects.list()) {
      known.#note({ id, name, aliases: [...aliases], createdAt, waiting: [] })
    }
    return known
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  withAlias(alias: string): Pick<Project, "id" | "name"> | undefined {
    return this.#byAlias.get(alias)
  }

  /** Lets a project go by another name too. One that is not there yet is created at once, others when it is worth it. */
  async addAlias(id: string, name: string, alias: string): Promise<void> {
    const project = this.#byId.get(id) ?? { id, name, aliases: [], createdAt: Date.now(), waiting: [] }
    project.waiting.push(alias)
    this.#byAlias.set(alias, project)
    const enough = project.aliases.length < mostAtOnce ? 1 : project.aliases.length / 2
    if (!this.#byId.has(id) || project.waiting.length >= enough) await this.#write(project)
  }

  async flush(): Promise<void> {
    for (const project of this.#byId.values()) if (project.waiting.length > 0) await this.#write(project)
  }

  async #write(project: KnownProject): Promise<void> {
    const { id, name, createdAt, waiting } = project
    project.waiting = []
    const { leftOut } = await this.#store.projects.put({
      ...{ id, name, createdAt },
      aliases: [...project.aliases, ...waiting],
    })
    const refused = new Set(leftOut)
    for (const alias of refused) if (this.#byAlias.get(alias) === project) this.#byAlias.delete(alias)
    project.aliases.push(...waiting.filter((alias) => !refused.has(alias)))
    this.#note(project)
  }

  #note(project: KnownProject): void {
    this.#byId.set(project.id, project)
    for (const alias of project.aliases) this.#byAlias.set(alias, project)
  }
}
