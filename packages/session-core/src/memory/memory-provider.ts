import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Project } from "../model/project.ts"
import type { Batch } from "../provider/batch.ts"
import type { Capabilities } from "../provider/capabilities.ts"
import type { PruneQuery, PruneReport } from "../provider/health.ts"
import type * as queries from "../provider/queries.ts"
import type { Scope } from "../provider/scope.ts"
import { type SessionProvider, specificationVersion } from "../provider/session-provider.ts"
import { applyBatch, clone } from "./memory-apply.ts"
import * as reads from "./memory-reads.ts"
import { MemoryState } from "./memory-state.ts"

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
    return { applied: [], pending: [], version: null }
  }

  async apply(batch: Batch) {
    return { revision: applyBatch(this.#open, batch) }
  }

  async getSession({ scope, sessionId, includeDeleted }: queries.SessionQuery) {
    const session = this.#open.find(scope, sessionId)?.session
    return session === undefined || (session.deletedAt !== null && includeDeleted !== true) ? null : clone(session)
  }

  async listSessions(query: queries.SessionPageQuery) {
    return reads.listSessions(this.#open, query)
  }

  async listMessages(query: queries.MessagePageQuery) {
    return reads.listMessages(this.#open, query)
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

  async putProject(project: Project) {
    const { projects } = this.#open
    for (const alias of project.aliases) {
      projects.delete(alias)
      // An alias names one project.
      for (const other of projects.values()) other.aliases = other.aliases.filter((each) => each !== alias)
    }
    projects.set(project.id, { ...clone(project), aliases: [...new Set(project.aliases)].sort() })
  }

  async statistics(scope: Scope) {
    return reads.statistics(this.#open, scope)
  }

  async check() {
    const count = this.#open.records.size
    return { checks: [{ name: "memory", status: "ok" as const, message: `${count} sessions in memory` }] }
  }

  async prune(query: PruneQuery): Promise<PruneReport> {
    const sessions = [...this.#open.records.values()]
      .map((record) => record.session)
      .filter(({ deletedAt }) => deletedAt !== null && deletedAt < query.deletedBefore)
      .filter((session) => query.user === null || session.author?.user === query.user)
      .filter((session) => this.#open.find(query.scope, session.id) !== undefined)
      .map((session) => session.id)
    if (query.dryRun === true) return { sessions }
    for (const sessionId of sessions) {
      // A descendant may have gone with another.
      if (!this.#open.records.has(sessionId)) continue
      const changes = [{ type: "session.purge" as const }]
      applyBatch(this.#open, { id: `prune:${sessionId}`.slice(0, 64), scope: query.scope, sessionId, at: 0, changes })
    }
    return { sessions }
  }

  async close() {
    this.#state = undefined
  }
}
