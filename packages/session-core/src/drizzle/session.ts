import { sql } from "drizzle-orm"
import { set, update } from "./neutral-sql.ts"
import { insertUnlessThere } from "./on-conflict.ts"
import { changeParameters, revisionOfChange } from "./receipt.ts"
import { departedSession, session } from "./schema.ts"
import { type Given, statement, type ValuesOf } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/** A session's own fields, in the columns that keep them. */
const fields = {
  title: text,
  titleSource: text,
  parentId: optional(text),
  directory: text,
  authorUser: optional(text),
  authorHost: optional(text),
  agent: optional(text),
  model: optional(text),
  todos: text,
  metadata: text,
  marks: text,
  authorLabels: text,
  modelLabels: text,
  originLabels: text,
  folderLabels: text,
  markLabels: text,
  state: text,
  archivedAt: optional(integer),
  deletedAt: optional(integer),
  deletionId: optional(text),
}

/** What the messages count for that come with a new session. */
const totals = {
  inputTokens: integer,
  outputTokens: integer,
  reasoningTokens: integer,
  cacheReadTokens: integer,
  cacheWriteTokens: integer,
  costNanos: integer,
  messageCount: integer,
}

/**
 * A bare session, unless it is there. Where it was purged, it goes on from its last revision; a copy brings its own
 * (`firstRevision`).
 */
export const createSession = statement(
  {
    ...fields,
    ...totals,
    session: text,
    batch: text,
    project: text,
    createdAt: integer,
    at: integer,
    shard: integer,
    firstRevision: optional(integer),
  },
  (given, dialect) => {
    const { session: id, batch, project, at, firstRevision, ...values } = given
    const before = sql`coalesce((select max(${departedSession.revision}) from ${departedSession} where ${departedSession.sessionId} = ${id}), 0)`
    // Its creation is the first of its changes, and one of its own fields.
    const first = sql<number>`coalesce(${firstRevision}, ${before} + 1)`
    return insertUnlessThere(
      dialect,
      session,
      {
        ...values,
        id,
        projectId: project,
        firstRevision: first,
        fieldsRevision: first,
        revision: sql<number>`case when ${firstRevision} is null then ${before} else 0 end`,
        updatedAt: at,
        lastBatch: batch,
        sequence: sql<number>`0`,
        // It is hot.
        listedAt: sql<null>`null`,
        fedAt: sql<null>`null`,
        settledBy: sql<null>`null`,
        labelledAt: sql<null>`null`,
      },
      [session.id],
    )
  },
)

/** All its own fields at once: what a copy does. */
export const replaceSession = statement({ ...changeParameters, ...fields, createdAt: integer }, (given, dialect) =>
  update(
    session,
    [
      set(session.title, given.title),
      set(session.titleSource, given.titleSource),
      set(session.parentId, given.parentId),
      set(session.directory, given.directory),
      set(session.authorUser, given.authorUser),
      set(session.authorHost, given.authorHost),
      set(session.agent, given.agent),
      set(session.model, given.model),
      set(session.todos, given.todos),
      set(session.metadata, given.metadata),
      set(session.marks, given.marks),
      set(session.authorLabels, given.authorLabels),
      set(session.modelLabels, given.modelLabels),
      set(session.originLabels, given.originLabels),
      set(session.folderLabels, given.folderLabels),
      set(session.markLabels, given.markLabels),
      set(session.state, given.state),
      set(session.archivedAt, given.archivedAt),
      set(session.deletedAt, given.deletedAt),
      set(session.deletionId, given.deletionId),
      set(session.createdAt, given.createdAt),
      set(session.fieldsRevision, revisionOfChange(given, dialect)),
    ],
    sql`${session.id} = ${given.session}`,
  ),
)

const { state: _state, deletedAt: _deletedAt, deletionId: _deletionId, ...updatable } = fields

/** The values of an update, of which a statement takes those of the fields that it assigns. */
export type UpdateFields = ValuesOf<typeof updatable>

const updateParameters = { ...changeParameters, ...updatable }
type UpdateGiven = Given<typeof updateParameters>

/** What becomes of the title. One that was generated gives way to a user's. */
const titles = {
  unchanged: () => [],
  given: (given: UpdateGiven) => [set(session.title, given.title)],
  generated: (given: UpdateGiven) => [
    set(
      session.title,
      sql<string>`case when ${session.titleSource} = 'user' then ${session.title} else ${given.title} end`,
    ),
  ],
}

/** What an update of each other field assigns. */
const assignments = {
  titleSource: (given: UpdateGiven) => [set(session.titleSource, given.titleSource)],
  parentId: (given: UpdateGiven) => [set(session.parentId, given.parentId)],
  directory: (given: UpdateGiven) => [
    set(session.directory, given.directory),
    set(session.folderLabels, given.folderLabels),
  ],
  author: (given: UpdateGiven) => [
    set(session.authorUser, given.authorUser),
    set(session.authorHost, given.authorHost),
    set(session.authorLabels, given.authorLabels),
  ],
  agent: (given: UpdateGiven) => [set(session.agent, given.agent)],
  model: (given: UpdateGiven) => [set(session.model, given.model), set(session.modelLabels, given.modelLabels)],
  todos: (given: UpdateGiven) => [set(session.todos, given.todos)],
  metadata: (given: UpdateGiven) => [
    set(session.metadata, given.metadata),
    set(session.originLabels, given.originLabels),
  ],
  marks: (given: UpdateGiven) => [set(session.marks, given.marks), set(session.markLabels, given.markLabels)],
  archivedAt: (given: UpdateGiven) => [
    set(
      session.state,
      sql<string>`case when ${session.deletedAt} is not null then 'deleted' when ${given.archivedAt} is null then 'active' else 'archived' end`,
    ),
    set(session.archivedAt, given.archivedAt),
  ],
}

type AssignedField = keyof typeof assignments

/** Fields that a session is found by: its labels follow from them. */
export const labelledFields = ["directory", "author", "model", "metadata", "marks"] as const satisfies AssignedField[]

/** Which fields an update assigns. */
export type Assigned = { title: keyof typeof titles } & Record<AssignedField, boolean>

const notOrAssigned = [false, true] as const

/** The given fields, and only them; without any, a change of the session that has no value. */
export const updateSession = variants(
  {
    title: ["unchanged", "given", "generated"] as const,
    titleSource: notOrAssigned,
    parentId: notOrAssigned,
    directory: notOrAssigned,
    author: notOrAssigned,
    agent: notOrAssigned,
    model: notOrAssigned,
    todos: notOrAssigned,
    metadata: notOrAssigned,
    marks: notOrAssigned,
    archivedAt: notOrAssigned,
  } satisfies Record<keyof Assigned, unknown>,
  (assigned: Assigned) => {
    const names = (Object.keys(assignments) as AssignedField[]).filter((name) => assigned[name]) // Its own keys.
    return statement(updateParameters, (given, dialect) =>
      update(
        session,
        [
          ...titles[assigned.title](given),
          ...names.flatMap((name) => assignments[name](given)),
          set(session.fieldsRevision, revisionOfChange(given, dialect)),
        ],
        sql`${session.id} = ${given.session}`,
      ),
    )
  },
)
