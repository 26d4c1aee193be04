import type { Part } from "../model/part.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { Session, SessionSummary } from "../model/session.ts"
import type { Statistics } from "../model/statistics.ts"
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
  PartQuery,
  SearchPage,
  SearchQuery,
  SessionChangesPage,
  SessionChangesQuery,
  SessionPage,
  SessionPageQuery,
  SessionPrefixQuery,
  SessionQuery,
} from "./queries.ts"
import type { Scope } from "./scope.ts"

/** The version of this contract. It changes when an old provider would no longer be right. */
export const specificationVersion = "1"

/**
 * What a database must offer. Applications do not call it: they call `SessionStore`, which checks every value before it
 * comes here. All failures are `SessionStorageError`s.
 */
export interface SessionProvider {
  readonly specificationVersion: typeof specificationVersion
  /** What it is, for people: `sqlite`, `mysql`, `memory`. */
  readonly name: string
  /** Where it keeps its data, for people and without secrets: a file name, a host and database. */
  readonly location: string
  readonly capabilities: Capabilities

  /** Brings the schema up to date, one process at a time; the others wait. `dryRun` only looks. */
  migrate(options?: { dryRun?: boolean }): Promise<MigrationReport>

  /**
   * Applies a batch wholly or not at all; durable when it returns.
   *
   * Fails with `not_found` (no such session in the scope, or no such message for a part), `already_exists` (a creation),
   * `conflict` (`expectedRevision`), and writes nothing then. A batch that was applied before is answered as it was then.
   */
  apply(batch: Batch): Promise<ApplyResult>

  getSession(query: SessionQuery): Promise<Session | null>
  listSessions(query: SessionPageQuery): Promise<SessionPage>
  /**
   * The first sessions whose id begins with a text, by id, ascending by the bytes of UTF-8. Finds them by an index of the
   * scope's ids: it costs the same however many other sessions there are. Archived sessions are among them.
   */
  findSessions(query: SessionPrefixQuery): Promise<SessionSummary[]>
  /** Fails with `not_found` when the session is not in the scope or deleted. */
  listMessages(query: MessagePageQuery): Promise<MessagePage>
  /** Reads a part that a page of messages did not load. */
  getPart(query: PartQuery): Promise<Part | null>
  /** Fails with `not_found` when the session is not in the scope or deleted. */
  listFiles(query: FilePageQuery): Promise<FilePage>
  /** Fails with `not_found` when the session is not in the scope. */
  changes(query: ChangesQuery): Promise<ChangesPage>
  /** Cheap when nothing changed: the store asks several times a second. */
  sessionChanges(query: SessionChangesQuery): Promise<SessionChangesPage>
  /** Only when claimed. Deleted sessions are not searched. */
  search(query: SearchQuery): Promise<SearchPage>

  /** A project by its id or by one of its aliases. Where an id is both, it names the project that has it as an alias. */
  getProject(id: string): Promise<Project | null>
  /** All projects, by id. */
  listProjects(): Promise<ProjectSummary[]>
  /**
   * Creates a project, or replaces its name and aliases.
   *
   * An alias never redirects a project that exists: one that is another project's id or alias, or under which there are
   * sessions (deleted ones, too), is left out. Aliases that the project has already stay its own. Whether an alias is free must
   * be decided in the transaction that writes it: another process may create a session of that project at the same time.
   */
  putProject(project: ProjectPut): Promise<ProjectPutResult>
  statistics(scope: Scope): Promise<Statistics>

  /** Looks at itself, for `doctor`. Never throws for what it finds. */
  check(): Promise<HealthReport>
  /**
   * Purges old deleted sessions, and forgets batch ids that are old enough. A purge takes the descendants along: a session
   * with one that may not go (not deleted, deleted later, another user's) stays with it.
   */
  prune(query: PruneQuery): Promise<PruneReport>
  /** Lets go of everything. A second call does nothing; every other call then fails with `closed`. */
  close(): Promise<void>
}
