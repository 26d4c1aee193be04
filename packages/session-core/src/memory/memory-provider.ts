import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { Batch } from "../provider/batch.ts"
import type { Capabilities } from "../provider/capabilities.ts"
import type { PruneQuery, PruneReport } from "../provider/health.ts"
import type { ProjectPut, ProjectPutResult } from "../provider/put-project.ts"
import type * as queries from "../provider/queries.ts"
import type { Scope } from "../provider/scope.ts"
import { type SessionProvider, specificationVersion } from "../provider/session-provider.ts"
import { applyBatch, clone } from "./memory-apply.ts"
import * as reads from "./memory-reads.ts"
import { MemoryState, type SessionRecord } from "./memory-state.ts"

/**
 * The reference provider: everything in this process's memory, gone with it. For unit tests of applications, and the model
 * that other providers are compared with.
 */
export function createMemoryProvider(): SessionProvider {
  return new MemoryProvider()
}

class MemoryProvider implements SessionProvider {
  readonly specificationVersion = specificationVersion
  readonly name = "memory"
  readonly location = "this process"
  readonly capabilities: Capabilities = { search: true, durable: false, shared: false }
  #state: MemoryState | undefined = new MemoryState()

  get #open(): MemoryState {
    if (this.#state === undefined) throw new SessionStorageError("closed", "The memory provider was closed.")
    return this.#state
  }

  async migrate() {
    // Nothing to do, except for saying so when it is closed.
    void this.#open
    return { applied: [], pending: [], version: null }
  }

  async apply(batch: Batch) {
    return applyBatch(this.#open, batch)
  }

  async getSession({ scope, sessionId, includeDeleted }: queries.SessionQuery) {
    const session = this.#open.find(scope, sessionId)?.session
    return session === undefined || (session.deletedAt !== null && includeDeleted !== true) ? null : clone(session)
  }

  async listSessions(query: queries.SessionPageQuery) {
    return reads.listSessions(this.#open, query)
  }

  async findSessions(query: queries.SessionPrefixQuery) {
    return reads.findSessions(this.#open, query)
  }

  async listMessages(query: queries.MessagePageQuery) {
    return reads.listMessages(this.#open, query)
  }

  async listParts(query: queries.PartPageQuery) {
    return reads.listParts(this.#open, query)
  }

  async getPart(query: queries.PartQuery) {
    return reads.getPart(this.#open, query)
  }

  async listFiles(query: queries.FilePageQuery) {
    return reads.listFiles(this.#open, query)
  }

  async changes(query: queries.ChangesQuery) {
    return reads.listChanges(this.#open, query)
  }

  async sessionChanges(query: queries.SessionChangesQuery) {
    return reads.listSessionChanges(this.#open, query)
  }

  async search(query: queries.SearchQuery) {
    return reads.search(this.#open, query)
  }

  async getProject(id: string) {
    // An alias comes first: its own sessions have moved.
    const renamed = [...this.#open.projects.values()].find((project) => project.aliases.includes(id))
    return clone(renamed ?? this.#open.projects.get(id) ?? null)
  }

  async listProjects() {
    return reads.listProjects(this.#open)
  }

  async putProject({ takeOver = [], ...project }: ProjectPut): Promise<ProjectPutResult> {
    const { projects } = this.#open
    const own = projects.get(project.id)?.aliases ?? []
    const aliases = new Set(project.aliases)
    // It goes by its id anyway.
    aliases.delete(project.id)
    const leftOut: string[] = []
    for (const alias of aliases) {
      if (takeOver.includes(alias)) {
        projects.delete(alias)
        // An alias names one project.
        for (const other of projects.values()) other.aliases = other.aliases.filter((each) => each !== alias)
      } else if (!own.includes(alias) && this.#isTaken(alias)) {
        aliases.delete(alias)
        leftOut.push(alias)
      }
    }
    projects.set(project.id, { ...clone(project), aliases: [...aliases].sort() })
    return { leftOut: leftOut.sort() }
  }

  #isTaken(alias: string): boolean {
    const { projects, records } = this.#open
    return (
      projects.has(alias) ||
      [...projects.values()].some((project) => project.aliases.includes(alias)) ||
      [...records.values()].some(({ session }) => session.projectId === alias)
    )
  }

  async statistics(scope: Scope) {
    return reads.statistics(this.#open, scope)
  }

  async statisticsBy(query: queries.StatisticsQuery) {
    return reads.statisticsBy(this.#open, query)
  }

  async check() {
    const count = this.#open.records.size
    return { checks: [{ name: "memory", status: "ok" as const, message: `${count} sessions in memory` }] }
  }

  async prune(query: PruneQuery): Promise<PruneReport> {
    const state = this.#open
    const mayGo = ({ session: { id, deletedAt, author } }: SessionRecord) =>
      deletedAt !== null &&
      deletedAt < query.deletedBefore &&
      (query.user === null || author?.user === query.user) &&
      state.find(query.scope, id) !== undefined
    const sessions = [...state.records.values()]
      // A purge takes the subtree along: a session with a descendant that must stay, stays.
      .filter((record) => state.subtree(record).every(mayGo))
      .map((record) => record.session.id)
    if (query.dryRun === true) return { sessions }
    for (const sessionId of sessions) {
      // A descendant may have gone with another.
      if (!state.records.has(sessionId)) continue
      const changes = [{ type: "session.purge" as const }]
      applyBatch(state, { id: createIdentifier("batch"), scope: query.scope, sessionId, at: 0, changes })
    }
    return { sessions }
  }

  async close() {
    this.#state = undefined
  }
}
