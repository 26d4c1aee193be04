import { sql } from "drizzle-orm"
import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { ApplyResult, Batch } from "../provider/batch.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { isOfSubtree, planBatch } from "./batch-plan.ts"
import type { SqlDatabase } from "./database.ts"
import type { ConstraintViolation } from "./dialect.ts"
import { select } from "./neutral-sql.ts"
import { receiptOf } from "./receipt.ts"
import { departedSession, message, session } from "./schema.ts"
import { type RowFrom, statement } from "./statement.ts"
import { Upkeep } from "./upkeep.ts"
import { text } from "./value-type.ts"

/** What a refused batch has met. */
export const sessionHead = statement({ session: text }, (given) =>
  select(
    { projectId: session.projectId, revision: session.revision },
    sql`from ${session} where ${session.id} = ${given.session}`,
  ),
)
export const departureOf = statement({ session: text, project: text }, (given) =>
  select(
    { revision: departedSession.revision },
    sql`from ${departedSession} where ${departedSession.sessionId} = ${given.session} and ${departedSession.projectId} = ${given.project}`,
  ),
)
export const messageWithId = statement({ session: text, message: text }, (given) =>
  select(
    { id: message.id },
    sql`from ${message} where ${message.sessionId} = ${given.session} and ${message.id} = ${given.message}`,
  ),
)

type Head = RowFrom<typeof sessionHead>

/** The one write. */
export function applying(database: SqlDatabase) {
  const { dialect } = database
  const upkeep = new Upkeep(database)

  async function apply(batch: Batch): Promise<ApplyResult> {
    const plan = planBatch(batch, dialect)
    // What settles a subtree has locked the totals: no batch locks them twice.
    if (!batch.changes.some(isOfSubtree)) plan.statements.push(...upkeep.withBatch())
    try {
      const revision = await database.write(plan)
      upkeep.afterBatch()
      return { revision }
    } catch (error) {
      const violation = dialect.constraintViolation(error)
      if (violation === undefined) throw error
      return explain(batch, violation, error)
    }
  }

  /** The database refused the batch: it has a receipt, or may not be applied. Finds out which. */
  async function explain(batch: Batch, violation: ConstraintViolation, cause: unknown): Promise<ApplyResult> {
    const { sessionId, scope } = batch
    const project = scopeProjectId(scope)
    const [[receipt], [head], departures] = await database.read([
      receiptOf.bind({ session: sessionId, batch: batch.id }),
      sessionHead.bind({ session: sessionId }),
      // No session departs from all projects, and none has the empty id.
      departureOf.bind({ session: sessionId, project: project ?? "" }),
    ])
    // The receipt of a purged session cannot be told apart, and gives nothing away; one that has moved on was the caller's.
    const concerned = head === undefined || isInScope(head, batch) || departures.length > 0
    if (receipt !== undefined && concerned) return { revision: receipt.revision, repeated: true }
    const withoutMessage = dialect.lacksForeignKeys && isInScope(head, batch) && (await lacksMessage(batch))
    throw refusal(batch, head, withoutMessage ? "foreign-key" : violation, cause)
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
    const found = await database.read(
      [...elsewhere].map((id) => messageWithId.bind({ session: sessionId, message: id })),
    )
    return found.some((rows) => rows.length === 0)
  }

  return { apply }
}

/** Whether the session is there, and the caller may see it. */
function isInScope(head: Head | undefined, batch: Batch): head is Head {
  const projectId = scopeProjectId(batch.scope)
  return head !== undefined && (projectId === null || head.projectId === projectId)
}

/** Why a batch was refused, of what is there now. */
function refusal(
  batch: Batch,
  head: Head | undefined,
  violation: ConstraintViolation,
  cause: unknown,
): SessionStorageError {
  const { sessionId, changes, expectedRevision } = batch
  const [change] = changes
  const actual = isInScope(head, batch) ? head.revision : 0
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
