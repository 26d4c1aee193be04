import type { Project } from "../model/project.ts"
import type { SessionStore } from "../store/session-store.ts"

/** An alias that a project has at the source and that it does not get at the target. */
export interface LeftOutAlias {
  /** The project that does not get it. */
  projectId: string
  /** At the target it names another project, or there are sessions under it. */
  alias: string
}

/**
 * Brings projects from a source to a target, for a copy or an import.
 *
 * A project that the target knows as an alias goes on under the project that has it, as everywhere else. Names that are known
 * stay. Aliases are added, but never one that would redirect a project that exists at the target: it is left out and reported.
 */
export class ProjectTransfer {
  readonly #target: SessionStore
  readonly #leftOut: LeftOutAlias[] = []
  readonly #done = new Set<string>()
  #known: Promise<Map<string, Project>> | undefined

  constructor(target: SessionStore) {
    this.#target = target
  }

  /** What was left out so far. */
  get leftOut(): readonly LeftOutAlias[] {
    return this.#leftOut
  }

  /** The id under which the target has the sessions of a project of the source. */
  async targetOf(projectId: string): Promise<string> {
    const known = await this.#listed()
    // One that is a project there as well has sessions of its own: they must be met again.
    if (known.has(projectId)) return projectId
    for (const { id, aliases } of known.values()) if (aliases.includes(projectId)) return id
    return projectId
  }

  /** Makes the project known at the target, unless that sees other projects only. */
  async bring({ id: sourceId, name, aliases, createdAt }: Project): Promise<void> {
    const id = await this.targetOf(sourceId)
    const { projectId } = this.#target
    if (this.#done.has(sourceId) || (projectId !== null && projectId !== id)) return
    this.#done.add(sourceId)
    const known = (await this.#listed()).get(id)
    const added = aliases.filter((alias) => alias !== id && known?.aliases.includes(alias) !== true)
    if (known !== undefined && added.length === 0) return
    const { leftOut } = await this.#target.projects.put({
      id,
      name: known?.name ?? name,
      aliases: [...(known?.aliases ?? []), ...added],
      createdAt: known?.createdAt ?? createdAt,
    })
    for (const alias of leftOut) this.#leftOut.push({ projectId: id, alias })
  }

  /** As it was before the transfer: what it adds itself must not lead its own sessions elsewhere. */
  #listed(): Promise<Map<string, Project>> {
    this.#known ??= this.#target.projects.list().then((list) => new Map(list.map((project) => [project.id, project])))
    return this.#known
  }
}
