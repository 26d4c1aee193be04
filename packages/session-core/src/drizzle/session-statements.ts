import { type Column, type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { family, lastRevision, once, revisionOfChange, value } from "./expressions.ts"
import type { SessionSchema } from "./schema.ts"
import { compile, lazily } from "./statement.ts"

/** The statements by which a batch changes its session. Each is built at its first use. */
export function sessionStatements(dialect: SqlDialect, schema: SessionSchema) {
  const { builder, register } = dialect
  const { session, batch, changeFeed, departedSession, project } = schema
  const isSession = sql`${session.id} = ${value("session")}`
  const inFamily = sql`${session.id} in ${family(session)}`
  const last = lastRevision(dialect, batch)
  const revision = revisionOfChange(dialect, batch)
  /** Own numbers for the descendants; the session itself gets the batch's. */
  const memberRevision = sql<number>`case when ${isSession} then ${last} else ${session.revision} + 1 end`
  const sequenceOfShard = sql<number>`(select ${changeFeed.sequence} from ${changeFeed} where ${changeFeed.shard} = ${session.shard})`
  /**
   * Those that the batch changed. Not all of the family: a session that moved may find children in its new project, which have
   * their places already. `distinct` keeps MySQL from merging the subquery into the update of the same table.
   */
  const touched = sql`(select id from (select distinct ${session.id} from ${session}
    where ${inFamily} and ${session.lastBatch} in (${value("batch")}, ${value("mark")})) as touched_ids)`
  const markOfMember = sql<string>`case when ${isSession} then ${value("batch")} else ${value("mark")} end`
  const touchMember = { fieldsRevision: memberRevision, revision: memberRevision, lastBatch: markOfMember }
  const settled = {
    revision: last,
    updatedAt: sql`case when ${session.updatedAt} < ${value("at")} then ${value("at")} else ${session.updatedAt} end`,
    lastBatch: value("batch"),
  }

  return {
    /**
     * Locks the session, takes the batch's revisions and records the last of them as its answer, which it gives back where the
     * dialect can. Fails when the batch was answered before, and when the session is not there, not at the expected revision, or
     * not newly created: then it finds no revision, and an answer must have one.
     */
    answer: once(() => {
      const taken = sql<number>`(select coalesce(${value("final")}, ${session.revision} + ${value("count")}) from ${session}
        where ${isSession} and ${optionally("project", session.projectId)} and ${optionally("expected", session.revision)}
          and (${value("below")} is null or ${session.revision} < ${value("below")})
          and ${optionally("createdBy", session.lastBatch)}${dialect.forUpdate})`
      const row = (revision: SQL<number>) => ({
        sessionId: value<string>("session"),
        id: value<string>("batch"),
        revision,
        createdAt: dialect.now,
      })
      type Name = "session" | "batch" | "project" | "expected" | "below" | "createdBy" | "final" | "count"
      return register === undefined
        ? [compile<Name>(builder.insert(batch).values(row(taken)))]
        : [
            compile<Name>(register.keep(taken)),
            compile<Name>(register.insert(batch, row(register.kept), "revision"), "revision"),
          ]
    }),

    ensureProject: once(() =>
      compile<"project" | "name" | "at">(
        dialect.upsert(
          project,
          { id: value("project"), name: value("name"), createdAt: value("at") },
          [project.id],
          [],
        ),
      ),
    ),

    /** A bare session, unless it is there. Where it was purged, it goes on from its last revision; a copy brings its own. */
    insert: once(() => {
      const before = sql<number>`coalesce((select max(${departedSession.revision}) from ${departedSession} where ${departedSession.sessionId} = ${value("session")}), 0)`
      const zero = sql<number>`0`
      // Its creation is the first of its changes, and one of its own fields.
      const first = sql<number>`coalesce(${value("firstRevision")}, ${before} + 1)`
      return compile<
        | SessionValueName
        | keyof typeof totalValues
        | "session"
        | "batch"
        | "at"
        | "createdAt"
        | "shard"
        | "firstRevision"
        | "project"
      >(
        dialect.upsert(
          session,
          {
            ...fieldValues,
            id: value("session"),
            projectId: value("project"),
            ...totalValues,
            firstRevision: first,
            fieldsRevision: first,
            revision: sql`case when ${value("firstRevision")} is null then ${before} else 0 end`,
            createdAt: value("createdAt"),
            updatedAt: value("at"),
            lastBatch: value("batch"),
            shard: value("shard"),
            sequence: zero,
          },
          [session.id],
          [],
        ),
      )
    }),

    forgetDeparture: once(() =>
      compile<"session" | "project">(
        builder
          .delete(departedSession)
          .where(
            sql`${departedSession.sessionId} = ${value("session")} and ${departedSession.projectId} = ${value("project")}`,
          ),
      ),
    ),

    /** All its own fields at once: what a copy does. */
    replace: once(() =>
      compile<SessionValueName | "session" | "batch" | "createdAt" | "revision" | "offset">(
        builder
          .update(session)
          .set({
            ...fieldValues,
            fieldsRevision: revision,
            createdAt: value("createdAt"),
          })
          .where(isSession),
      ),
    ),

    /** The given fields, and only them. The key is their names in order. */
    update: lazily((names: string) =>
      compile(
        builder
          .update(session)
          .set({
            ...Object.fromEntries(names === "" ? [] : names.split(",").flatMap((name) => assignments(name, session))),
            fieldsRevision: revision,
          })
          .where(isSession),
      ),
    ),

    delete: once(() =>
      compile<"session" | "batch" | "mark" | "at">(
        builder
          .update(session)
          .set({
            ...touchMember,
            state: "deleted",
            deletedAt: value("at"),
            deletionId: value("batch"),
          })
          .where(sql`${inFamily} and ${session.deletedAt} is null`),
      ),
    ),

    restore: once(() => {
      // Read once and before anything changes: the session itself is among those that lose it.
      const deletion = sql`(select deletion_id from (select ${session.deletionId} as deletion_id from ${session} where ${isSession}) as deletion)`
      return compile<"session" | "batch" | "mark">(
        builder
          .update(session)
          .set({
            ...touchMember,
            state: stateOfArchived(session.archivedAt),
            deletedAt: sql`null`,
            deletionId: sql`null`,
          })
          .where(sql`${inFamily} and ${session.deletionId} = ${deletion}`),
      )
    }),

    move: once(() =>
      compile<"session" | "batch" | "mark" | "target">(
        builder
          .update(session)
          .set({ ...touchMember, projectId: value("target") })
          .where(inFamily),
      ),
    ),

    /** The session and its descendants leave the project: purged, or moved to another one. */
    depart: once(() =>
      compile<"session" | "batch">(
        builder
          .insert(departedSession)
          .select(
            sql`select ${session.id}, ${session.projectId}, ${memberRevision}, ${session.shard}, ${sequenceOfShard} - ${rank(session, family(session))} from ${session} where ${inFamily}`,
          ),
      ),
    ),

    /** Their earlier departures from the same project, before `depart`. */
    forgetEarlierDepartures: once(() =>
      compile<"session">(
        builder
          .delete(departedSession)
          .where(
            sql`${departedSession.sessionId} in ${family(session)} and ${departedSession.projectId} = ${projectOfRoot(session)}`,
          ),
      ),
    ),

    /** Departures from the project that the session comes back to. */
    forgetDepartures: once(() =>
      compile<"session" | "target">(
        builder
          .delete(departedSession)
          .where(
            sql`${departedSession.projectId} = ${value("target")} and ${departedSession.sessionId} in ${family(session)}`,
          ),
      ),
    ),

    purge: once(() => compile<"session">(builder.delete(session).where(inFamily))),

    /** Takes the next place in the feed, last of all: the lock on the feed's row is then held for the shortest time. */
    advance: once(() => {
      const next = sql<number>`${changeFeed.sequence} + 1`
      return compile<"shard">(
        builder
          .update(changeFeed)
          .set({ sequence: register?.leave(next) ?? next })
          .where(sql`${changeFeed.shard} = ${value("shard")}`),
      )
    }),
    /** Right after `advance`: what the batch leaves at the session, in one update of its row and indexes, and its new place. */
    place: once(() =>
      compile<"session" | "batch" | "at">(
        builder
          .update(session)
          .set({ ...settled, sequence: register?.left ?? sequenceOfShard })
          .where(isSession),
      ),
    ),

    /** The same for a session and its descendants: as many places in every shard as there are members. */
    advanceForFamily: once(() =>
      compile<"session">(
        builder.update(changeFeed).set({
          sequence: sql`${changeFeed.sequence} + (select count(*) from ${family(session)} as members)`,
        }),
      ),
    ),
    /** What the batch leaves at the session, before `placeFamily`. */
    settle: once(() => compile<"session" | "batch" | "at">(builder.update(session).set(settled).where(isSession))),
    placeFamily: once(() =>
      compile<"session" | "batch" | "mark">(
        builder
          .update(session)
          .set({ sequence: sql`${sequenceOfShard} - ${rank(session, touched)}` })
          .where(sql`${session.id} in ${touched}`),
      ),
    ),
  }
}

/** Matches when nothing is asked for. */
const optionally = (name: string, column: Column): SQL => sql`(${value(name)} is null or ${column} = ${value(name)})`

const stateOfArchived = (archivedAt: Column): SQL<string> =>
  sql`case when ${archivedAt} is null then 'active' else 'archived' end`

const projectOfRoot = (session: SessionSchema["session"]): SQL =>
  sql`(select ${session.projectId} from ${session} where ${session.id} = ${value("session")})`

/** How many members have a smaller id: no two members get one place in the feed. */
const rank = (session: SessionSchema["session"], members: SQL): SQL =>
  sql`(select count(*) from ${members} as members where members.id < ${session.id})`

/** The columns that a session's fields are kept in, by the names of their values. */
const fieldValues = {
  title: value<string>("title"),
  titleSource: value<string>("titleSource"),
  parentId: value<string>("parentId"),
  directory: value<string>("directory"),
  authorUser: value<string>("authorUser"),
  authorHost: value<string>("authorHost"),
  agent: value<string>("agent"),
  model: value<string>("model"),
  todos: value<string>("todos"),
  metadata: value<string>("metadata"),
  state: value<string>("state"),
  archivedAt: value<number>("archivedAt"),
  deletedAt: value<number>("deletedAt"),
  deletionId: value<string>("deletionId"),
}

/** What the messages count for that come with a new session. */
const totalValues = {
  inputTokens: value<number>("inputTokens"),
  outputTokens: value<number>("outputTokens"),
  reasoningTokens: value<number>("reasoningTokens"),
  cacheReadTokens: value<number>("cacheReadTokens"),
  cacheWriteTokens: value<number>("cacheWriteTokens"),
  costNanos: value<number>("costNanos"),
  messageCount: value<number>("messageCount"),
}

export type SessionValueName = keyof typeof fieldValues

/** What an update of one field assigns. */
function assignments(name: string, session: SessionSchema["session"]): [string, SQL][] {
  switch (name) {
    case "author":
      return [
        ["authorUser", value("authorUser")],
        ["authorHost", value("authorHost")],
      ]
    case "archivedAt":
      return [
        ["archivedAt", value("archivedAt")],
        [
          "state",
          sql`case when ${session.deletedAt} is not null then 'deleted' when ${value("archivedAt")} is null then 'active' else 'archived' end`,
        ],
      ]
    // A generated title does not replace a user's.
    case "generatedTitle":
      return [
        ["title", sql`case when ${session.titleSource} = 'user' then ${session.title} else ${value("title")} end`],
      ]
    default:
      return [[name, value(name)]]
  }
}

export type SessionStatements = ReturnType<typeof sessionStatements>
