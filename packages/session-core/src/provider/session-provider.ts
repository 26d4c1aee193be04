import type { Part } from "../model/part.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { Session, SessionSummary } from "../model/session.ts"
import type { Statistics, StatisticsGroup } from "../model/statistics.ts"
import type { ApplyResult, Batch } from "./batch.ts"
import type { Capabilities } from "./capabilities.ts"
import type { HealthReport, MigrationReport, PruneQuery, PruneReport } from "./health.ts"
import type { ProjectPut, ProjectPutResult } from "./put-project.ts"
import type {
  ChangesPage,
  ChangesQuery,
  FilePage,
  FilePageQuery,
  MessagePage,
  MessagePageQuery,
  PartPage,
  PartPageQuery,
  PartQuery,
  SearchPage,
  SearchQuery,
  SessionChangesPage,
  SessionChangesQuery,
  SessionPage,
  SessionPageQuery,
  SessionPrefixQuery,
  SessionQuery,
  StatisticsQuery,
} from "./queries.ts"
import type { Scope } from "./scope.ts"

/**
 * The version of this contract. It changes when a provider that was right before would be wrong after. Import it rather than
 * writing the number: it is then the version that a provider was compiled against.
 */
export const specificationVersion = "1"

/**
 * The calls that a database must offer. Applications do not make them: they use `SessionStore`, which checks every value before it comes
 * here. The memory provider is the reference: the test kit compares every other with it.
 *
 * All failures are `SessionStorageError`s. A failure of the moment is `busy`, `timeout`, `unavailable` or `too_many_connections`,
 * which are retryable; what nobody foresaw is `unexpected`, with the driver's error as its cause. No error and no cause holds a
 * password or what users have written.
 *
 * Reads see everything for which `apply` has returned, through whichever handle. Ids, project ids and paths compare, and
 * texts are ordered, by the bytes of UTF-8: case, accents and trailing blanks count. Values come back deeply equal. A row that
 * cannot be read harms only itself: it comes back with `damaged`, and the list does not fail.
 *
 * Invariants: 8, 12, 15. Kit: `fidelity`, `byte-order`, `escaping`, `damaged-rows`, `secrets`.
 */
export interface SessionProvider {
  /**
   * The version of the contract that it speaks. A store refuses any other with `provider_incompatible`, and calls nothing else.
   *
   * Kit: `capabilities`.
   */
  readonly specificationVersion: typeof specificationVersion
  /** The kind of provider, as messages show it: `sqlite`, `mysql`, `memory`. */
  readonly name: string
  /**
   * Where it keeps its data, for people and without secrets: a file name, a host and database.
   *
   * Invariants: 15. Kit: `secrets`.
   */
  readonly location: string
  /**
   * What it can do beyond what every provider does. It does not change while the provider is open.
   *
   * Invariants: 14. Kit: `capabilities`.
   */
  readonly capabilities: Capabilities

  /**
   * Brings the schema up to date. `dryRun` only looks.
   *
   * Fails with `newer_schema` for a database of a newer version, with `foreign_database` for another program's, and with
   * `migration_failed`. A database that is refused stays as it is.
   *
   * Easily missed: several processes may start at once. One migrates, under a lock, and the others wait until it has. A process may
   * be killed at any statement: the next one goes on from there.
   *
   * Invariants: 13. Kit: `migrations`, `killed-migrations`, `races`.
   */
  migrate(options?: { dryRun?: boolean }): Promise<MigrationReport>

  /**
   * Applies a batch wholly or not at all. It is durable when the promise resolves.
   *
   * Fails with `not_found` (no such session in the scope, or no such message for a part), `already_exists` (a creation of a session
   * that exists), `conflict` (another revision than `expectedRevision`, or a copy's change behind the session's revision), and
   * writes nothing then. A batch that was applied before returns its receipt, with `repeated`.
   *
   * Easily missed: look for the receipt before anything else, whatever has happened since. Deleting, restoring, moving and purging
   * take the subtree along, and each session of it takes its own next revision. Decide in the transaction that writes, not before
   * it. Of two that read and then write neither may be lost, and a deadlock is no failure for the caller: the batch's id makes it safe
   * to try again. A failure after which the batch may be stored has `outcome: "unknown"`; set `not_written` where you know better,
   * such as when no connection could be made.
   *
   * Invariants: 1, 2, 3, 4, 5, 6, 7, 8. Kit: `atomicity`, `revisions`, `order`, `conflicts`, `idempotence`, `totals`,
   * `field-updates`, `fidelity`, `races`, `deadlocks`, `broken-connections`.
   */
  apply(batch: Batch): Promise<ApplyResult>

  /**
   * Reads one session. Null when it is not there, or deleted and not asked for.
   *
   * Easily missed: null for a session of another project, exactly as for one that does not exist.
   *
   * Invariants: 9. Kit: `isolation`, `deletion`.
   */
  getSession(query: SessionQuery): Promise<Session | null>

  /**
   * Reads a page of sessions. A project that does not exist has none.
   *
   * Easily missed: go by a key, never by an offset. What others insert or change meanwhile neither repeats nor hides a session that
   * stays where it is.
   *
   * Invariants: 9, 10. Kit: `paging`, `cursors`, `page-bytes`, `isolation`.
   */
  listSessions(query: SessionPageQuery): Promise<SessionPage>

  /**
   * Finds the first sessions whose id begins with a text, by the bytes of their ids, ascending. Archived ones are among them.
   *
   * Easily missed: go by a range of an index, whose end `textAfterPrefix` gives, never by `LIKE`. Wildcards are characters like any
   * other, and the call costs the same however many other sessions there are.
   *
   * Invariants: 8, 9, 10. Kit: `id-prefixes`, `isolation`.
   */
  findSessions(query: SessionPrefixQuery): Promise<SessionSummary[]>

  /**
   * Reads a page of messages with their parts. Fails with `not_found` when the session is not in the scope or deleted, or has no
   * message `from`.
   *
   * Easily missed: a message and its parts are read on one state of the database, so that no reader sees half a batch.
   *
   * Invariants: 1, 3, 10, 12. Kit: `order`, `paging`, `cursors`, `page-bytes`, `page-parts`, `damaged-rows`, `atomicity`.
   */
  listMessages(query: MessagePageQuery): Promise<MessagePage>

  /**
   * Reads a page of a message's parts: those that a page of messages did not list. Fails with `not_found` when the session is not
   * in the scope or deleted.
   *
   * Easily missed: a part keeps its position when it is put again, so a reader that pages meets it once.
   *
   * Invariants: 10. Kit: `page-parts`.
   */
  listParts(query: PartPageQuery): Promise<PartPage>

  /**
   * Reads a part that a page of messages did not load, whole. Null when there is no such part. Fails with `not_found` when the
   * session is not in the scope or deleted.
   *
   * Kit: `page-bytes`.
   */
  getPart(query: PartQuery): Promise<Part | null>

  /**
   * Reads a page of file versions. Fails with `not_found` when the session is not in the scope or deleted.
   *
   * Invariants: 10. Kit: `file-versions`, `paging`, `cursors`, `page-bytes`.
   */
  listFiles(query: FilePageQuery): Promise<FilePage>

  /**
   * Reads a page of a session's feed: what changed after a revision, tombstones of what was removed included. Fails with
   * `not_found` when the session is not in the scope, a purged one included.
   *
   * Easily missed: a message that was put again also appears at its first revision when the reader has not seen it. A change is
   * never seen before its revision is, or a reader would go on behind it and miss what comes between.
   *
   * Invariants: 2. Kit: `revisions`, `replay`, `page-bytes`.
   */
  changes(query: ChangesQuery): Promise<ChangesPage>

  /**
   * Reads a page of a project's feed: which sessions changed after a cursor.
   *
   * Easily missed: answer cheaply while nothing changes, since each watcher calls it several times a second. A session that was
   * purged or moved away comes as null.
   *
   * Invariants: 2. Kit: `session-feed`, `watching`, `page-bytes`.
   */
  sessionChanges(query: SessionChangesQuery): Promise<SessionChangesPage>

  /**
   * Calls `wake` soon after another handle or process has written, and returns what ends that. Watchers then look at once, and not
   * at their next turn, a quarter of a second later. A provider whose database tells nobody leaves it out.
   *
   * Easily missed: it never fails, and it is a hint. A call for nothing costs a look; one that is lost, such as while a connection
   * breaks, costs a turn. It does not keep the process alive.
   *
   * Kit: `watching`.
   */
  listen?(wake: () => void): () => void

  /**
   * Finds text in titles and parts, of sessions that are not deleted. Fails with `unsupported` where the capability is not claimed.
   *
   * Easily missed: take the words from `searchTerms`, the text of a part from `searchableText`, the snippet from `makeSnippet` and
   * the cursor's key from `searchPageKey`, so that all providers find and show the same. Whatever an index says, `matchesTerms`
   * decides. A LIKE pattern has an escape character, and a string literal may have another: escape both, once each.
   *
   * Invariants: 14. Kit: `search`, `capabilities`, `escaping`.
   */
  search(query: SearchQuery): Promise<SearchPage>

  /**
   * Reads a project by its id or by one of its aliases; null when there is none.
   *
   * Easily missed: an alias comes before a project of the same id.
   *
   * Kit: `projects`, `moving`.
   */
  getProject(id: string): Promise<Project | null>

  /**
   * Reads all projects, by the bytes of their ids, with how many sessions each has that are not deleted. Everybody who can open the
   * database sees them all.
   *
   * Kit: `projects`.
   */
  listProjects(): Promise<ProjectSummary[]>

  /**
   * Creates a project, or replaces its name and aliases. Aliases are kept sorted and once each, without the project's own id.
   *
   * An alias never redirects a project that exists: one that is another project's id or alias, or under which there are sessions
   * (deleted ones, too), is left out, and the result names it. `takeOver` lists those that are taken all the same. Aliases that the
   * project has already stay its own.
   *
   * Easily missed: whether an alias is free must be decided in the transaction that writes it. Another process may create a session
   * of that project at the same time.
   *
   * Kit: `projects`.
   */
  putProject(project: ProjectPut): Promise<ProjectPutResult>

  /**
   * Counts the sessions, messages and usage of a scope. Zeros where there is nothing.
   *
   * Easily missed: costs are added exactly, in whole billionths of a dollar (`costToNanos`), in whatever order they come.
   *
   * Invariants: 6, 9. Kit: `totals`, `isolation`.
   */
  statistics(scope: Scope): Promise<Statistics>

  /**
   * Counts messages and what they took by day, model, author or project: by the bytes of their keys, ascending, and last what has none.
   * Without groups of no message.
   *
   * Easily missed: keep totals, and do not read every session. They must be exact whatever happens to messages and sessions, also
   * at once. A write to a session need not correct them: it is enough that a read knows which sessions they do not have yet.
   *
   * Invariants: 6, 9. Kit: `statistics`.
   */
  statisticsBy(query: StatisticsQuery): Promise<StatisticsGroup[]>

  /**
   * Looks at itself, for `doctor`.
   *
   * Easily missed: it reports what it finds, and never throws for it.
   *
   * Invariants: 15. Kit: `capabilities`, `secrets`.
   */
  check(): Promise<HealthReport>

  /**
   * Purges sessions that were deleted before a time, and forgets receipts that are old enough. Each purge is a change like any
   * other, and appears in the feed of its project.
   *
   * Easily missed: a purge takes the subtree along. A session with a descendant that must stay (not deleted, deleted later, another
   * user's) stays with it. Receipts of the last hour stay, whatever is purged.
   *
   * Invariants: 5, 11. Kit: `pruning`, `idempotence`.
   */
  prune(query: PruneQuery): Promise<PruneReport>

  /**
   * Closes the database. A second call does nothing; every other call then fails with `closed`.
   *
   * Easily missed: writes that were asked for before are stored. Other handles of the same process go on. No timer and no idle
   * connection keeps the process alive afterwards.
   *
   * Invariants: 1. Kit: `closing`, `process-end`.
   */
  close(): Promise<void>
}
