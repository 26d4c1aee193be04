import { applyChanges, type StoreContext } from "../access/store-context.ts"
import type { AbortOptions } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type IdentifierSource, identifierSource } from "../identifier/identifier-source.ts"
import { type MessageFields, type MessageWithParts, messageFieldsOf } from "../model/message.ts"
import type { Session } from "../model/session.ts"
import { messageBytes, partBytes } from "../paging/page-bytes.ts"
import type { Change } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import { checkSessionId } from "../validation/check-query.ts"
import { checkId } from "../validation/check-value.ts"
import { forkedMetadata, revertedIds, withRevert } from "./forked-metadata.ts"
import { MessageCollection } from "./message-collection.ts"

/** How a session is forked. */
export interface ForkOptions extends AbortOptions {
  /** The last message to take. All by default. */
  upTo?: string | undefined
  /** The source's title with "(fork)" by default. */
  title?: string | undefined
  /**
   * For a caller that may have to fork again, because the answer was lost: the same `batchId` goes on with the same fork, and
   * gives it as it is once it was whole. Unique within the source session, at most 64 characters.
   */
  batchId?: string | undefined
}

/** What a fork needs of the sessions that it is one of. */
interface SessionReads {
  get(sessionId: string, options?: { includeDeleted?: boolean }): Promise<Session | null>
  require(sessionId: string, options?: { includeDeleted?: boolean }): Promise<Session>
}

const changesPerBatch = 100
const bytesPerBatch = 4 * 1024 * 1024

/**
 * Copies a session page by page. The copy stays hidden, as a deleted session is, until it is whole: whoever is killed on the
 * way leaves nothing half-done in sight, and pruning clears it away.
 */
export async function forkSession(
  context: StoreContext,
  sessions: SessionReads,
  sessionId: string,
  options: ForkOptions,
): Promise<Session> {
  checkSessionId(sessionId)
  const { batchId, signal } = options
  signal?.throwIfAborted()
  if (batchId !== undefined) checkId("The batch's id", batchId, limits.batchIdCharacters)
  const newId = await identifierSource(batchId, "fork", sessionId)
  const [forkId, deletionId] = [newId("session"), newId("deletion")]
  const earlier = batchId === undefined ? null : await sessions.get(forkId, { includeDeleted: true })
  if (earlier !== null && earlier.deletionId !== deletionId) return earlier
  const source = await sessions.require(sessionId)
  const now = Date.now()
  const metadata = forkedMetadata(source)
  const reverted = { ids: revertedIds(source), own: new Map<string, string>() }
  const write = (changes: Change[], ...name: string[]) =>
    applyChanges(context, forkId, changes, { batchId: newId("batch", ...name) })
  try {
    await write(
      [
        {
          type: "session.create",
          session: {
            projectId: source.projectId,
            title: options.title ?? `${source.title} (fork)`,
            titleSource: options.title === undefined ? source.titleSource : "user",
            parentId: null,
            directory: source.directory,
            author: context.author,
            agent: source.agent,
            model: source.model,
            todos: source.todos,
            metadata,
            archivedAt: null,
            createdAt: now,
            deletedAt: now,
            deletionId,
          },
        },
      ],
      "create",
    )
    const found = await copyMessages({ context, from: sessionId, upTo: options.upTo, newId, write, reverted, signal })
    if (!found) {
      await write([{ type: "session.purge" }], "purge")
      throw new SessionStorageError("not_found", `There is no message ${options.upTo} in session ${sessionId}.`)
    }
    if (reverted.own.size > 0) {
      await write(
        [{ type: "session.update", fields: { metadata: withRevert(source, metadata, reverted.own) } }],
        "revert",
      )
    }
    await write([{ type: "session.restore" }], "restore")
    return await sessions.require(forkId, { includeDeleted: true })
  } catch (error) {
    noteOutcome(error)
    throw error
  }
}

interface CopyOptions {
  context: StoreContext
  from: string
  upTo: string | undefined
  newId: IdentifierSource
  /** The ids that a revert names, and what those are in the fork. */
  reverted: { ids: ReadonlySet<unknown>; own: Map<string, string> }
  /** The name tells the batches of one fork apart. */
  write(changes: Change[], ...name: string[]): Promise<unknown>
  /** Ends it between two messages; what was copied stays hidden. */
  signal: AbortSignal | undefined
}

/** Whether the last message was met. Memory holds a page of messages and a batch. */
async function copyMessages({ context, from, upTo, newId, write, reverted, signal }: CopyOptions): Promise<boolean> {
  const messages = new MessageCollection(context)
  const batch = new ForkBatch(write)
  const newIds = new Map<string, string>()
  for await (const message of messages.all(from, { partial: true, signal })) {
    const copy = copyOf(message, newIds, newId)
    if (reverted.ids.has(message.id)) reverted.own.set(message.id, copy.id)
    await batch.add({ type: "message.put", message: copy }, messageBytes(message), [message.id])
    for await (const part of messages.parts(message, { signal })) {
      const { type, data, createdAt, updatedAt } = part
      const key = [message.id, part.id]
      const fields = { id: newId("part", ...key), messageId: copy.id, type, data, createdAt, updatedAt }
      if (reverted.ids.has(part.id)) reverted.own.set(part.id, fields.id)
      await batch.add({ type: "part.put", part: fields }, partBytes(part), key)
    }
    if (message.id === upTo) {
      await batch.send()
      return true
    }
  }
  await batch.send()
  return upTo === undefined
}

/** Changes that are sent when they are many or large. */
class ForkBatch {
  readonly #write: CopyOptions["write"]
  #changes: Change[] = []
  #bytes = 0
  #keys: string[] = []

  constructor(write: CopyOptions["write"]) {
    this.#write = write
  }

  async add(change: Change, bytes: number, key: string[]): Promise<void> {
    if (this.#changes.length >= changesPerBatch || this.#bytes + bytes > bytesPerBatch) await this.send()
    this.#changes.push(change)
    this.#bytes += bytes
    this.#keys.push(...key)
  }

  /** The batch is named after what it holds: when the source changed in between, a fork that goes on sends what is new. */
  async send(): Promise<void> {
    if (this.#changes.length === 0) return
    const changes = this.#changes
    const keys = this.#keys
    this.#changes = []
    this.#keys = []
    this.#bytes = 0
    await this.#write(changes, "copy", ...keys)
  }
}

function copyOf(message: MessageWithParts, newIds: Map<string, string>, newId: IdentifierSource): MessageFields {
  const id = newId("message", message.id)
  newIds.set(message.id, id)
  const parentId = message.parentId === null ? null : (newIds.get(message.parentId) ?? message.parentId)
  return { ...messageFieldsOf(message), id, parentId }
}
