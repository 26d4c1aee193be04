import { ProviderHandle } from "../access/provider-handle.ts"
import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Author } from "../model/author.ts"
import type { Statistics, StatisticsDimension, StatisticsGroup } from "../model/statistics.ts"
import type { ApplyResult } from "../provider/batch.ts"
import type { Capabilities } from "../provider/capabilities.ts"
import type { Change } from "../provider/change.ts"
import type { HealthReport, MigrationReport, PruneReport } from "../provider/health.ts"
import { limits } from "../provider/limits.ts"
import type { ChangesPage, SearchPage, SessionChangesPage } from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { checkKeys } from "../validation/check-keys.ts"
import { checkProvider } from "../validation/check-provider.ts"
import { checkBytes, checkLimit, checkSearchText, checkSessionId, checkSince } from "../validation/check-query.ts"
import { checkCount, checkId } from "../validation/check-value.ts"
import { FileCollection } from "./file-collection.ts"
import { MessageCollection } from "./message-collection.ts"
import { defaultPageSize, iteratePages } from "./pages.ts"
import { ProjectCollection } from "./project-collection.ts"
import { SessionCollection } from "./session-collection.ts"
import { filterOf, type SearchFilterOptions } from "./session-filter.ts"
import { type Watch, type WatchedSessionChange, type WatchOptions, watchSessions } from "./watch.ts"

/** What a store is made of, for applications that bring their own provider. */
export interface CreateSessionStoreOptions {
  /** Open and migrated. The store closes it. */
  provider: SessionProvider
  /** The project that the store is for, or all of them. */
  scope: Scope
  /** Who writes; null when nobody is to be named. */
  author: Author | null
  /** The folder that new sessions run in, relative to the project. The top folder by default. */
  directory?: string | undefined
}

/** Which changes of a session to read. */
export interface ChangesOptions extends AbortOptions {
  /** The revision after which to begin. 0 by default: everything. */
  since?: number | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
  /** Bytes of content after which the page ends, 8 MiB by default. There is always at least one entry. */
  bytes?: number | undefined
}

/** Which changed sessions to read. */
export interface SessionChangesOptions extends AbortOptions {
  /** A former page's `cursor`, as it is. From the beginning without one, and with null. */
  since?: string | null | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
  /** Bytes of content after which the page ends, 8 MiB by default. There is always at least one entry. */
  bytes?: number | undefined
}

/** What to find, and how much. */
export interface SearchOptions extends SearchFilterOptions, AbortOptions {
  /** 20 by default, at most 1000. */
  limit?: number | undefined
  /** Where the page before ended: its `nextCursor`, as it is. The first page without one, and with null. */
  cursor?: string | null | undefined
}

/** What to count. */
export interface StatisticsOptions extends AbortOptions {
  /** Epoch milliseconds: days in UTC that begin then or later. */
  from?: number | undefined
  /** Epoch milliseconds: days in UTC that begin before. */
  to?: number | undefined
}

const dimensions: readonly StatisticsDimension[] = ["day", "model", "author", "project"]

/** How to bring the schema up to date. */
export interface MigrateOptions extends AbortOptions {
  /** Only says what would be done. Not by default. */
  dryRun?: boolean | undefined
}

/** Which deleted sessions to purge. */
export interface PruneOptions extends AbortOptions {
  /** Those that were deleted before, epoch milliseconds. */
  deletedBefore: number
  /** Also those of other authors. Not by default. */
  everybody?: boolean | undefined
  /** Only says what would be purged. Not by default. */
  dryRun?: boolean | undefined
}

/**
 * Makes a store of a provider that is open and migrated. `openSessionStore` does all of it from the configuration.
 *
 * Fails with `provider_incompatible` when the provider speaks another version of the contract.
 */
export function createSessionStore(options: CreateSessionStoreOptions): SessionStore {
  checkKeys("createSessionStore's argument", options, ["provider", "scope", "author", "directory"])
  checkProvider(options.provider)
  return new SessionStore({
    provider: new ProviderHandle(options.provider),
    scope: options.scope,
    author: options.author,
    directory: options.directory ?? "",
  })
}

/** What applications use: the sessions of a project, with all that they hold. */
export class SessionStore implements AsyncDisposable {
  /** Sessions: create, read, list, change, delete, restore, fork, watch. */
  readonly sessions: SessionCollection
  /** Messages with their parts: append, stream, read, list. */
  readonly messages: MessageCollection
  /** Versions of the files that agents wrote. */
  readonly files: FileCollection
  /** The projects of the database: names and aliases. */
  readonly projects: ProjectCollection
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    const projectId = scopeProjectId(context.scope)
    if (projectId !== null) checkId("The project's id", projectId, limits.idBytes)
    this.#context = context
    this.sessions = new SessionCollection(context)
    this.messages = new MessageCollection(context)
    this.files = new FileCollection(context)
    this.projects = new ProjectCollection(context.provider)
  }

  /** The project that it is for, or all of them. */
  get scope(): Scope {
    return this.#context.scope
  }

  /** The project that this store is for; null for all of them. */
  get projectId(): string | null {
    return scopeProjectId(this.#context.scope)
  }

  /** What the provider can do beyond what every provider does. */
  get capabilities(): Capabilities {
    return this.#context.provider.capabilities
  }

  /** The provider's name and where it keeps its data, for people and without secrets. */
  get provider(): { name: string; location: string } {
    const { name, location } = this.#context.provider
    return { name, location }
  }

  /** The same database, seen from another project. */
  forProject(projectId: string): SessionStore {
    return new SessionStore({ ...this.#context, scope: { projectId } })
  }

  /** The same database with all its projects. */
  allProjects(): SessionStore {
    return new SessionStore({ ...this.#context, scope: { allProjects: true } })
  }

  /** Sends changes of one session that happen together or not at all. Everything else that writes ends here. */
  apply(sessionId: string, changes: Change[], options?: ApplyOptions): Promise<ApplyResult> {
    return applyChanges(this.#context, sessionId, changes, options)
  }

  /**
   * A page of what changed in a session after revision `since` (0: everything). It ends after `limit` entries, 50 by default,
   * or before it would have more than `bytes` of content, 8 MiB by default.
   */
  async changes(sessionId: string, options: ChangesOptions = {}): Promise<ChangesPage> {
    checkSessionId(sessionId)
    const { since = 0, limit = defaultPageSize, bytes = limits.pageBytes } = options
    checkSince(since)
    checkLimit(limit)
    checkBytes(bytes)
    const query = { scope: this.scope, sessionId, since, limit, bytes }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("changes", (provider) => provider.changes(query), { sessionId }),
    )
  }

  /** All that changed in a session after revision `since`, page by page. */
  allChanges(
    sessionId: string,
    since = 0,
    { signal }: AbortOptions = {},
  ): AsyncGenerator<RecordedChange, void, undefined> {
    let next = since
    return iteratePages(signal, async (_cursor, limit) => {
      const page = await this.changes(sessionId, { since: next, limit })
      next = page.since
      return { items: page.changes, nextCursor: page.complete ? null : "more" }
    })
  }

  /**
   * A page of which sessions of this scope changed after `since`, a former page's `cursor`; without it, from the beginning:
   * every session that there is, deleted ones with their `deletedAt`. A session that changes meanwhile comes again.
   */
  async sessionChanges(options: SessionChangesOptions = {}): Promise<SessionChangesPage> {
    const { since, limit = defaultPageSize, bytes = limits.pageBytes } = options
    checkLimit(limit)
    checkBytes(bytes)
    const query = { scope: this.scope, limit, bytes, ...(since == null ? {} : { since }) }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("sessionChanges", (provider) => provider.sessionChanges(query)),
    )
  }

  /**
   * Which sessions of this scope change, until `signal` aborts or the store closes: own writes at once, those of other
   * processes within a second. A deleted session comes with its `deletedAt`, a purged one as null.
   */
  watch(options: WatchOptions<string> = {}): Watch<WatchedSessionChange> {
    return watchSessions(this.#context, options)
  }

  /**
   * Finds text in titles and parts. Every word must occur, case aside, also as part of a longer word; what stands in double
   * quotes is one word. Fails with `unsupported` when the provider cannot search.
   */
  async search(text: string, options: SearchOptions = {}): Promise<SearchPage> {
    this.#context.provider.require("search")
    checkSearchText(text)
    const { limit = 20, cursor } = options
    checkLimit(limit)
    const query = {
      ...{ scope: this.scope, text, limit },
      ...filterOf(this.#context, options),
      ...(cursor == null ? {} : { cursor }),
    }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("search", (provider) => provider.search(query)),
    )
  }

  /** Counts the sessions, messages and usage of this scope. */
  statistics({ signal }: AbortOptions = {}): Promise<Statistics> {
    return untilAborted(signal, () =>
      this.#context.provider.call("statistics", (provider) => provider.statistics(this.scope)),
    )
  }

  /**
   * Counts the messages of this scope and what they took by day (in UTC), model, author or project, in the order of their keys. The
   * messages of deleted sessions do not count. Costs the same however many sessions there are.
   */
  async statisticsBy(by: StatisticsDimension, options: StatisticsOptions = {}): Promise<StatisticsGroup[]> {
    const { from, to, signal } = options
    if (!dimensions.includes(by)) {
      throw new SessionStorageError("invalid_input", `Statistics are by ${dimensions.join(", ")}, not by ${by}.`)
    }
    if (from !== undefined) checkCount("from", from)
    if (to !== undefined) checkCount("to", to)
    const query = {
      scope: this.scope,
      by,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }
    return untilAborted(signal, () =>
      this.#context.provider.call("statisticsBy", (provider) => provider.statisticsBy(query)),
    )
  }

  /** Looks at the database, for `doctor`. */
  async check({ signal }: AbortOptions = {}): Promise<HealthReport> {
    return untilAborted(signal, () => this.#context.provider.check())
  }

  /** Brings the schema up to date. `openSessionStore` has done it. With `dryRun`, says what would be done. */
  migrate({ dryRun = false, signal }: MigrateOptions = {}): Promise<MigrationReport> {
    return untilAborted(signal, () =>
      this.#context.provider.call("migrate", (provider) => provider.migrate({ dryRun })),
    )
  }

  /**
   * Purges sessions that were deleted before a time (epoch milliseconds): this store's author's own, or everybody's when asked.
   */
  async prune(options: PruneOptions): Promise<PruneReport> {
    const query = {
      scope: this.scope,
      deletedBefore: options.deletedBefore,
      user: options.everybody === true ? null : (this.#context.author?.user ?? ""),
      dryRun: options.dryRun ?? false,
    }
    const report = await untilAborted(options.signal, () =>
      this.#context.provider.call("prune", (provider) => provider.prune(query)),
    )
    this.#context.provider.signal.notify()
    return report
  }

  /**
   * Stores what writers were given, and lets go of the database. A message whose writer was not completed stays one that was interrupted.
   * During an outage it waits as a writer's `flush` does, until `signal` aborts. Rejects with why something could not be stored;
   * the database is let go all the same. May be called twice.
   */
  close(options: AbortOptions = {}): Promise<void> {
    return this.#context.provider.close(options)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
