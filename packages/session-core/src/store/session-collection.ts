import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { identifierSource } from "../identifier/identifier-source.ts"
import type { JsonObject } from "../model/json.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { Session, SessionFields, SessionState, SessionSummary, TitleSource, Todo } from "../model/session.ts"
import { isSameMark, type SessionMark } from "../model/session-mark.ts"
import type { NewSession } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import type { SessionPage } from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { checkKeys } from "../validation/check-keys.ts"
import { checkBytes, checkLimit, checkSessionId } from "../validation/check-query.ts"
import { checkId } from "../validation/check-value.ts"
import { createdSession } from "./created-session.ts"
import { type ForkOptions, forkSession } from "./fork.ts"
import { defaultPageSize, iteratePages } from "./pages.ts"
import { type SessionFilterOptions, sessionFilterOf } from "./session-filter.ts"
import { type Watch, type WatchOptions, watchSession } from "./watch.ts"

/** What a new session may be given; the rest has defaults. */
export interface CreateSessionOptions {
  /** A new id by default. */
  id?: string | undefined
  /** Required in a store of all projects; otherwise the store's own. */
  projectId?: string | undefined
  /** "New session" by default. */
  title?: string | undefined
  /** "user" when a title is given. */
  titleSource?: TitleSource | undefined
  /** The session that starts this one as a sub-agent. */
  parentId?: string | null | undefined
  /** Relative to the project's top folder. The store's folder by default. */
  directory?: string | undefined
  /** The agent that runs in it. None by default. */
  agent?: string | null | undefined
  /** The model that it uses. None by default. */
  model?: ModelReference | null | undefined
  /** The to-do list. Empty by default. */
  todos?: Todo[] | undefined
  /** Whatever else is to be kept. Empty by default. */
  metadata?: JsonObject | undefined
  /**
   * For a caller that may have to create it again, because the answer was lost: the same `batchId` gives the same session,
   * for at least an hour. Unique within the project, at most 64 characters.
   */
  batchId?: string | undefined
}

/** Which sessions to list. */
export interface ListSessionsOptions extends SessionFilterOptions, AbortOptions {
  /** `active` by default. */
  state?: SessionState | undefined
  /** Only sub-agents' sessions of this one; null for those that no other started. Both by default. */
  parentId?: string | null | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
  /** Bytes of content after which the page ends, 8 MiB by default. There is always at least one session. */
  bytes?: number | undefined
  /** Where the page before ended: its `nextCursor`, as it is. The first page without one, and with null. */
  cursor?: string | null | undefined
}

/** Which of all sessions to read. */
export type AllSessionsOptions = Omit<ListSessionsOptions, "limit" | "bytes" | "cursor">

/** Which sessions to count. */
export type CountSessionsOptions = Pick<ListSessionsOptions, "state" | "signal">

/** Which sessions to find by the beginning of their ids. */
export interface FindSessionsOptions extends AbortOptions {
  /** Whether deleted sessions are found too. Not by default. */
  includeDeleted?: boolean | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
}

/** Whose pin or tag it is. */
export interface MarkOptions {
  /** The team's, which everybody sees; that of the store's author by default. */
  team?: boolean | undefined
}

/** How often a mark is set anew when somebody else writes to its session: an agent does so a few times a second. */
const mostAttempts = 50

/** The fields of a session to change. */
export type SessionFieldsUpdate = { [Field in keyof SessionFields]?: SessionFields[Field] | undefined }

/** Every key, by the compiler's leave: a new member is missing here until it is added. */
const keysOf = <Shape>(keys: Readonly<Record<keyof Shape & string, true>>): readonly string[] => Object.keys(keys)

const updateKeys = keysOf<SessionFields>({
  ...{ title: true, titleSource: true, parentId: true, directory: true, author: true, agent: true, model: true },
  ...{ todos: true, metadata: true, marks: true, archivedAt: true },
})

const createKeys = keysOf<CreateSessionOptions>({
  ...{ id: true, projectId: true, title: true, titleSource: true, parentId: true, directory: true, agent: true },
  ...{ model: true, todos: true, metadata: true, batchId: true },
})

/** Without what is undefined. */
const given = (fields: SessionFieldsUpdate): Partial<SessionFields> =>
  // What is left has its field's type, which `fromEntries` does not say.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<SessionFields>

/** The sessions of a store. */
export class SessionCollection {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  /** Creates a session. Fails with `already_exists` when there is one with the given id that another batch created. */
  async create(options: CreateSessionOptions = {}): Promise<Session> {
    checkKeys("The session", options, createKeys)
    const { author, directory, scope } = this.#context
    const projectId = options.projectId ?? scopeProjectId(scope)
    if (projectId === null) {
      throw new SessionStorageError(
        "invalid_input",
        "A store of all projects must be told in which one to create a session.",
        {
          hint: "Pass `projectId`, or open the store for a project.",
        },
      )
    }
    const now = Date.now()
    const { batchId } = options
    const sessionId = options.id ?? (await identifierSource(batchId, projectId))("session")
    const session: NewSession = {
      projectId,
      title: options.title ?? "New session",
      titleSource: options.titleSource ?? (options.title === undefined ? "generated" : "user"),
      parentId: options.parentId ?? null,
      directory: options.directory ?? directory,
      author,
      agent: options.agent ?? null,
      model: options.model ?? null,
      todos: options.todos ?? [],
      metadata: options.metadata ?? {},
      archivedAt: null,
      createdAt: now,
      deletedAt: null,
      deletionId: null,
    }
    const { revision, repeated = false } = await applyChanges(
      this.#context,
      sessionId,
      [{ type: "session.create", session }],
      { at: now, ...(batchId === undefined ? {} : { batchId }) },
    )
    // The first sending counts, and the session may have been changed or deleted since.
    if (repeated) return this.#readBack(sessionId, { includeDeleted: true })
    return createdSession(sessionId, session, revision)
  }

  /** A session, or null when there is none with that id in this store's scope, or it is deleted. */
  async get(sessionId: string, options: { includeDeleted?: boolean | undefined } = {}): Promise<Session | null> {
    checkSessionId(sessionId)
    const query = { scope: this.#context.scope, sessionId, includeDeleted: options.includeDeleted ?? false }
    return this.#context.provider.call("getSession", (provider) => provider.getSession(query), { sessionId })
  }

  /** Like `get`, but fails with `not_found` when there is none. */
  async require(sessionId: string, options: { includeDeleted?: boolean | undefined } = {}): Promise<Session> {
    const session = await this.get(sessionId, options)
    if (session === null) throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
    return session
  }

  /**
   * A page of sessions, last changed first. With a filter, a page may have fewer sessions than `limit`, even none, and a
   * `nextCursor`: it ends when it has looked at many. `all` goes on by itself.
   */
  async list(options: ListSessionsOptions = {}): Promise<SessionPage> {
    const { limit = defaultPageSize, bytes = limits.pageBytes } = options
    checkLimit(limit)
    checkBytes(bytes)
    const query = {
      scope: this.#context.scope,
      state: options.state ?? "active",
      limit,
      bytes,
      ...(options.parentId === undefined ? {} : { parentId: options.parentId }),
      ...sessionFilterOf(this.#context, options),
      ...(options.cursor == null ? {} : { cursor: options.cursor }),
    }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("listSessions", (provider) => provider.listSessions(query)),
    )
  }

  /**
   * The first sessions whose id begins with `idPrefix`, by id, archived ones among them. Compares byte by byte: case counts, and
   * no character is a wildcard. Costs the same however many sessions there are.
   */
  async find(idPrefix: string, options: FindSessionsOptions = {}): Promise<SessionSummary[]> {
    checkId("The beginning of a session's id", idPrefix, limits.idBytes)
    const { includeDeleted = false, limit = defaultPageSize } = options
    checkLimit(limit)
    const query = { scope: this.#context.scope, idPrefix, includeDeleted, limit }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("findSessions", (provider) => provider.findSessions(query)),
    )
  }

  /** How many sessions there are in a state, `active` by default, in this store's scope. */
  async count({ state = "active", signal }: CountSessionsOptions = {}): Promise<number> {
    const { scope } = this.#context
    const { sessions, archivedSessions, deletedSessions } = await untilAborted(signal, () =>
      this.#context.provider.call("statistics", (provider) => provider.statistics(scope)),
    )
    if (state === "deleted") return deletedSessions
    return state === "archived" ? archivedSessions : sessions - archivedSessions
  }

  /** All sessions that match, page by page. */
  all(options: AllSessionsOptions = {}): AsyncGenerator<Session, void, undefined> {
    return iteratePages(options.signal, async (cursor, limit) => {
      const page = await this.list({ ...options, limit, cursor })
      return { items: page.sessions, nextCursor: page.nextCursor }
    })
  }

  /** Changes the given fields and no others; one that is undefined is not given. */
  async update(sessionId: string, fields: SessionFieldsUpdate, options?: ApplyOptions): Promise<Session> {
    checkKeys("The update of a session", fields, updateKeys)
    await applyChanges(this.#context, sessionId, [{ type: "session.update", fields: given(fields) }], options)
    return this.#readBack(sessionId)
  }

  /** Sets the title as the user's own: a generated one does not replace it any more. */
  rename(sessionId: string, title: string, options?: ApplyOptions): Promise<Session> {
    return this.update(sessionId, { title, titleSource: "user" }, options)
  }

  /** Takes a session out of the list of active ones. It stays readable and takes writes. */
  archive(sessionId: string, options?: ApplyOptions): Promise<Session> {
    return this.update(sessionId, { archivedAt: Date.now() }, options)
  }

  /** Brings an archived session back into the list of active ones. */
  unarchive(sessionId: string, options?: ApplyOptions): Promise<Session> {
    return this.update(sessionId, { archivedAt: null }, options)
  }

  /** Keeps a session at hand for this store's author, or for the team. One that is pinned already stays so. */
  pin(sessionId: string, options: MarkOptions = {}): Promise<Session> {
    return this.#mark(sessionId, { type: "pin", user: this.#userOf(options) }, true)
  }

  /** Takes back a pin of this store's author, or the team's. One that is not there is no failure. */
  unpin(sessionId: string, options: MarkOptions = {}): Promise<Session> {
    return this.#mark(sessionId, { type: "pin", user: this.#userOf(options) }, false)
  }

  /** Gives a session a tag, at most 191 bytes, of this store's author or of the team. One that it has already stays. */
  tag(sessionId: string, tag: string, options: MarkOptions = {}): Promise<Session> {
    return this.#mark(sessionId, { type: "tag", tag, user: this.#userOf(options) }, true)
  }

  /** Takes back a tag of this store's author, or the team's. One that is not there is no failure. */
  untag(sessionId: string, tag: string, options: MarkOptions = {}): Promise<Session> {
    return this.#mark(sessionId, { type: "tag", tag, user: this.#userOf(options) }, false)
  }

  #userOf({ team = false }: MarkOptions): string | null {
    if (team) return null
    const { author } = this.#context
    if (author !== null) return author.user
    throw new SessionStorageError("invalid_input", "A store without an author sets pins and tags for the team only.", {
      hint: "Pass `team: true`, or open the store with an author.",
    })
  }

  /** Changes one mark and no other: where somebody writes in between, it is looked at again what there is. */
  async #mark(sessionId: string, mark: SessionMark, isSet: boolean): Promise<Session> {
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.require(sessionId)
      const others = session.marks.filter((each) => !isSameMark(each, mark))
      if (others.length < session.marks.length === isSet) return session
      const fields = { marks: isSet ? [...others, mark] : others }
      try {
        // It did not change for its readers: it keeps its position in the lists.
        const options = { expectedRevision: session.revision, at: session.updatedAt }
        await applyChanges(this.#context, sessionId, [{ type: "session.update", fields }], options)
        return await this.#readBack(sessionId)
      } catch (error) {
        const isBehind = SessionStorageError.isInstance(error, "conflict")
        if (!isBehind || attempt >= mostAttempts) throw error
      }
    }
  }

  /** Hides the session and its sub-agents' sessions. `restore` brings them back, `purge` removes them for good. */
  async delete(sessionId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "session.delete" }], options)
  }

  /** Brings back a session and what the same deletion hid with it. */
  async restore(sessionId: string, options?: ApplyOptions): Promise<Session> {
    await applyChanges(this.#context, sessionId, [{ type: "session.restore" }], options)
    return this.#readBack(sessionId)
  }

  /** Removes the session, its sub-agents' sessions and all that they hold. There is no way back. */
  async purge(sessionId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "session.purge" }], options)
  }

  /**
   * Moves a session and its sub-agents' sessions, deleted ones too, to another project; what stays behind is gone from this one.
   * Ids, times and contents stay. An alias stands for its project, and a project that is not there yet comes into being. Returns
   * the session as it is there.
   *
   * @example
   * ```ts
   * await store.sessions.move(session.id, "github.com/me/my-app")
   * ```
   */
  async move(sessionId: string, projectId: string, options?: ApplyOptions): Promise<Session> {
    const { updatedAt } = await this.require(sessionId, { includeDeleted: true })
    const projects = await this.#context.provider.call("listProjects", (provider) => provider.listProjects())
    const target = projects.find(({ aliases }) => aliases.includes(projectId))?.id ?? projectId
    // It did not change: it keeps its place among the sessions that did.
    await applyChanges(this.#context, sessionId, [{ type: "session.move", projectId: target }], {
      at: updatedAt,
      ...options,
    })
    const there = new SessionCollection({ ...this.#context, scope: { projectId: target } })
    return there.#readBack(sessionId, { includeDeleted: true })
  }

  /** A session that was just written. When it cannot be read, the write has happened all the same. */
  async #readBack(sessionId: string, options?: { includeDeleted?: boolean | undefined }): Promise<Session> {
    try {
      return await this.require(sessionId, options)
    } catch (error) {
      noteOutcome(error, "unknown")
      throw error
    }
  }

  /** Copies a session with new ids, up to and including a message when one is given. */
  fork(sessionId: string, options: ForkOptions = {}): Promise<Session> {
    return forkSession(this.#context, this, sessionId, options)
  }

  /** What changes in a session from now on, or after the revision `since`. Ends when it is purged or the store closes. */
  watch(sessionId: string, options: WatchOptions<number> = {}): Watch<RecordedChange> {
    return watchSession(this.#context, sessionId, options)
  }
}
