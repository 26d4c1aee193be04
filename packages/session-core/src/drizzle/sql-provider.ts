import { and, eq, sql } from "drizzle-orm"
import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { fnvHash } from "../hash/fnv-hash.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { ApplyResult, Batch } from "../provider/batch.ts"
import type { PruneQuery, PruneReport } from "../provider/health.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { type BatchPlanner, planBatch } from "./batch-plan.ts"
import { contentReads } from "./content-reads.ts"
import { contentStatements } from "./content-statements.ts"
import type { ConstraintViolation, Row, SqlConnection, SqlDialect } from "./dialect.ts"
import { once, prunable, value } from "./expressions.ts"
import { feedReads } from "./feed-reads.ts"
import { projectQueries } from "./project-queries.ts"
import type { SessionSchema } from "./schema.ts"
import { selections } from "./selections.ts"
import { sessionReads } from "./session-reads.ts"
import { sessionStatements } from "./session-statements.ts"
import { first } from "./sql-context.ts"
import { compile } from "./statement.ts"

/** What all SQL providers do alike. The rest of the contract is the provider's own: migrate, check, search, close. */
export type SqlQueries = Pick<
  SessionProvider,
  | "apply"
  | "getSession"
  | "listSessions"
  | "findSessions"
  | "listMessages"
  | "getPart"
  | "listFiles"
  | "changes"
  | "sessionChanges"
  | "getProject"
  | "listProjects"
  | "putProject"
  | "statistics"
  | "prune"
>

/** How long an answer is kept for a batch that is sent again. The contract asks for an hour. */
const answerAgeMilliseconds = 24 * 60 * 60 * 1000
/** Answers are forgotten now and then, by whoever writes. */
const batchesBetweenClearings = 1000

/** Makes the shared part of a SQL provider. */
export function createSqlQueries(connection: SqlConnection, dialect: SqlDialect, schema: SessionSchema): SqlQueries {
  const context = { connection, dialect, schema, select: selections(schema) }
  const contents = contentStatements(dialect, schema)
  const planner: BatchPlanner = {
    sessions: sessionStatements(dialect, schema),
    contents,
    search: dialect.search,
    shardOf: (sessionId) => (dialect.shards === 1 ? 0 : fnvHash(sessionId) % dialect.shards),
  }
  const { session, message, departedSession, batch: batchTable } = schema
  const { builder } = dialect

  const answerOf = once(() =>
    compile<"session" | "batch">(
      builder
        .select({ revision: batchTable.revision })
        .from(batchTable)
        .where(and(eq(batchTable.sessionId, value("session")), eq(batchTable.id, value("batch")))),
      "revision",
    ),
  )
  const headOf = once(() =>
    compile<"session">(
      builder
        .select({ projectId: sql`${session.projectId}`.as("projectId"), revision: session.revision })
        .from(session)
        .where(eq(session.id, value("session"))),
    ),
  )
  const departureOf = once(() =>
    compile<"session" | "project">(
      builder
        .select({ revision: departedSession.revision })
        .from(departedSession)
        .where(and(eq(departedSession.sessionId, value("session")), eq(departedSession.projectId, value("project")))),
    ),
  )
  const messageWithId = once(() =>
    compile<"session" | "message">(
      builder
        .select({ id: message.id })
        .from(message)
        .where(and(eq(message.sessionId, value("session")), eq(message.id, value("message")))),
    ),
  )
  const prunableOf = once(() =>
    compile<"project" | "before" | "user">(
      builder
        .select({ id: session.id })
        .from(session)
        .where(sql`${session.id} in ${prunable(session)}`),
    ),
  )

  let untilClearing = batchesBetweenClearings

  async function apply(batch: Batch): Promise<ApplyResult> {
    const plan = planBatch(planner, batch)
    if (dialect.register === undefined) {
      plan.push(answerOf().bind({ session: batch.sessionId, batch: batch.id }))
    }
    untilClearing -= 1
    if (untilClearing === 0) {
      untilClearing = batchesBetweenClearings
      plan.push(contents.forgetAnswers().bind({ age: answerAgeMilliseconds }))
    }
    try {
      const results = await connection.write(plan)
      const answer = first(results[plan.findIndex(({ statement }) => statement.returns === "revision")] ?? [])
      return { revision: Number(answer?.revision) }
    } catch (error) {
      const violation = dialect.constraintViolation(error)
      if (violation === undefined) throw error
      return explain(batch, violation, error)
    }
  }

  /** The database refused the batch: it was answered before, or may not be applied. Finds out which. */
  async function explain(batch: Batch, violation: ConstraintViolation, cause: unknown): Promise<ApplyResult> {
    const { sessionId } = batch
    const [answers = [], heads = [], departures = []] = await connection.read([
      answerOf().bind({ session: sessionId, batch: batch.id }),
      headOf().bind({ session: sessionId }),
      departureOf().bind({ session: sessionId, project: scopeProjectId(batch.scope) }),
    ])
    const answer = first(answers)
    // The answer of a purged session cannot be told apart, and gives nothing away; one that has moved on was the caller's.
    const concerned = heads.length === 0 || isInScope(first(heads), batch) || departures.length > 0
    if (answer !== undefined && concerned) return { revision: Number(answer.revision), repeated: true }
    const withoutMessage = dialect.lacksForeignKeys && isInScope(first(heads), batch) && (await lacksMessage(batch))
    throw refusal(batch, first(heads), withoutMessage ? "foreign-key" : violation, cause)
  }

  /** Whether a part belongs to a message that is not there when the batch comes to it. */
  async function lacksMessage({ sessionId, changes }: Batch): Promise<boolean> {
    const inBatch = new Map<string, boolean>()
    const elsewhere = new Set<string>()
    for (const change of changes) {
      if (change.type === "message.put") inBatch.set(change.message.id, true)
      if (change.type === "message.remove") inBatch.set(change.messageId, false)
      if (change.type !== "part.put") continue
      const isThere = inBatch.get(change.part.messageId)
      if (isThere === false) return true
      if (isThere === undefined) elsewhere.add(change.part.messageId)
    }
    if (elsewhere.size === 0) return false
    const found = await connection.read(
      [...elsewhere].map((id) => messageWithId().bind({ session: sessionId, message: id })),
    )
    return found.some((rows) => rows.length === 0)
  }

  return {
    ...sessionReads(context),
    ...contentReads(context),
    ...feedReads(context),
    ...projectQueries(context),
    apply,

    async prune(query: PruneQuery): Promise<PruneReport> {
      const values = { project: scopeProjectId(query.scope), before: query.deletedBefore, user: query.user }
      const [rows = []] = await connection.read([prunableOf().bind(values)])
      const sessions = rows.map((row) => String(row.id))
      if (query.dryRun === true) return { sessions }
      for (const sessionId of sessions) {
        try {
          await apply({
            id: createIdentifier("batch"),
            scope: query.scope,
            sessionId,
            at: 0,
            changes: [{ type: "session.purge" }],
          })
        } catch (error) {
          // It went with its parent, or another process was faster.
          if (!SessionStorageError.isInstance(error, "not_found")) throw error
        }
      }
      await connection.write([contents.forgetAnswers().bind({ age: answerAgeMilliseconds })])
      return { sessions }
    },
  }
}

/** Whether the session is there, and the caller may see it. */
function isInScope(head: Row | undefined, batch: Batch): head is Row {
  const projectId = scopeProjectId(batch.scope)
  return head !== undefined && (projectId === null || head.projectId === projectId)
}

/** Why a batch was refused, of what is there now. */
function refusal(
  batch: Batch,
  head: Row | undefined,
  violation: ConstraintViolation,
  cause: unknown,
): SessionStorageError {
  const { sessionId, changes, expectedRevision } = batch
  const [change] = changes
  const actual = isInScope(head, batch) ? Number(head.revision) : 0
  if (expectedRevision !== undefined && expectedRevision !== actual) {
    return new ConflictError(sessionId, expectedRevision, actual)
  }
  const creation = change?.type === "session.create" || change?.type === "session.put" ? change : undefined
  const isElsewhere = !isInScope(head, batch) || head.projectId !== creation?.session.projectId
  if (creation !== undefined && head !== undefined && (creation.type === "session.create" || isElsewhere)) {
    return new SessionStorageError("already_exists", `There is a session ${sessionId} already.`, { cause })
  }
  if (violation === "foreign-key") {
    const ids = new Set(changes.flatMap((each) => (each.type === "part.put" ? [each.part.messageId] : [])))
    return new SessionStorageError(
      "not_found",
      `Session ${sessionId} does not have the message that a part belongs to: ${[...ids].join(", ")}.`,
      { cause },
    )
  }
  const first = change?.revision
  if (first !== undefined && first <= actual) return new ConflictError(sessionId, first - 1, actual)
  if (!isInScope(head, batch))
    return new SessionStorageError("not_found", `There is no session ${sessionId} here.`, { cause })
  // Between the refusal and this look, it has become what was expected.
  return new SessionStorageError("busy", `Session ${sessionId} changed at the same moment.`, {
    cause,
    hint: "Try again.",
  })
}
