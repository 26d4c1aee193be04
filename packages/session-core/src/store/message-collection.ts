import { SessionStorageError } from "../errors/session-storage-error.ts"
import { noteOutcome } from "../errors/write-outcome.ts"
import { identifierSource } from "../identifier/identifier-source.ts"
import type { MessageWithParts } from "../model/message.ts"
import type { PartFields } from "../model/part.ts"
import { checkFrom, checkLimit, checkSessionId } from "../provider/check-query.ts"
import type { MessagePage } from "../provider/queries.ts"
import { MessageWriter } from "../stream/message-writer.ts"
import { type MessageInput, messageFields, type PartInput, partFields } from "./message-input.ts"
import { defaultPageSize, iteratePages, iterationPageSize } from "./pages.ts"
import { type ApplyOptions, applyChanges, type StoreContext } from "./store-context.ts"

export interface ListMessagesOptions {
  /** `oldest-first` by default. */
  order?: "oldest-first" | "newest-first"
  /** 50 by default, at most 1000. */
  limit?: number
  cursor?: string
  /** The id of the message to begin with, in either order; not together with a cursor, which says where to go on. */
  from?: string
}

/** The messages of a store's sessions. */
export class MessageCollection {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  /**
   * Writes a whole message with its parts, in one batch. Returns the ids that are stored.
   *
   * With a `batchId` it may be sent again, by any process and for at least an hour: ids that are not given follow from the
   * `batchId`, the message is stored once, and the first sending counts, whatever the second holds.
   */
  async append(
    sessionId: string,
    input: MessageInput & { parts?: PartInput[] },
    options?: ApplyOptions,
  ): Promise<{ id: string; partIds: string[]; revision: number }> {
    const { parts = [], ...rest } = input
    const newId = await identifierSource(options?.batchId, sessionId)
    const now = Date.now()
    const message = messageFields({ ...rest, id: rest.id ?? newId("message") }, this.#context.author, now)
    const fields = parts.map((part, index) => partFields(message.id, part, () => newId("part", index)))
    const { revision, repeated } = await applyChanges(
      this.#context,
      sessionId,
      [{ type: "message.put", message }, ...fields.map((part) => ({ type: "part.put" as const, part }))],
      options,
    )
    if (repeated === true && options?.batchId !== undefined) {
      return { ...(await this.#stored(sessionId, message.id, options.batchId)), revision }
    }
    return { id: message.id, partIds: fields.map((part) => part.id), revision }
  }

  /** The ids of a message that its batch stored before. The first sending may have had other parts. */
  async #stored(sessionId: string, messageId: string, batchId: string): Promise<{ id: string; partIds: string[] }> {
    try {
      const { messages } = await this.list(sessionId, { from: messageId, limit: 1 })
      return { id: messageId, partIds: messages.flatMap(({ parts }) => parts.map(({ id }) => id)) }
    } catch (error) {
      noteOutcome(error, "unknown")
      if (!SessionStorageError.isInstance(error, "not_found")) throw error
      throw new SessionStorageError(
        "not_found",
        `Batch ${batchId} was stored before, and message ${messageId} is not in session ${sessionId}.`,
        {
          cause: error,
          outcome: "not_written",
          hint: "It was removed since, or the batch wrote something else. Give each write a batchId of its own.",
        },
      )
    }
  }

  /**
   * Writes a message as it comes. Returns at once: the first write is under way, and a failure of it is reported by the
   * writer's next `flush` or `complete`.
   */
  stream(sessionId: string, input: MessageInput): MessageWriter {
    checkSessionId(sessionId)
    return new MessageWriter(this.#context, sessionId, messageFields(input, this.#context.author, null))
  }

  /**
   * A page of messages with their parts. Fails with `not_found` when the session, or the message to begin with, is not here.
   *
   * @example Around a message that a search found:
   * ```ts
   * const before = await store.messages.list(id, { from: messageId, order: "newest-first" })
   * const after = await store.messages.list(id, { from: messageId })
   * ```
   */
  async list(sessionId: string, options: ListMessagesOptions = {}): Promise<MessagePage> {
    checkSessionId(sessionId)
    if (options.from !== undefined) checkFrom(options.from, options.cursor)
    const limit = options.limit ?? defaultPageSize
    checkLimit(limit)
    const query = {
      scope: this.#context.scope,
      sessionId,
      order: options.order ?? "oldest-first",
      limit,
      ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      ...(options.from === undefined ? {} : { from: options.from }),
    }
    return this.#context.provider.call("listMessages", (provider) => provider.listMessages(query), { sessionId })
  }

  /** All messages of a session, page by page. */
  all(sessionId: string, options: Pick<ListMessagesOptions, "order"> = {}): AsyncGenerator<MessageWithParts> {
    return iteratePages(async (cursor) => {
      const page = await this.list(sessionId, {
        ...options,
        limit: iterationPageSize,
        ...(cursor === undefined ? {} : { cursor }),
      })
      return { items: page.messages, nextCursor: page.nextCursor }
    })
  }

  /** Removes a message with its parts. */
  async remove(sessionId: string, messageId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "message.remove", messageId }], options)
  }

  /** Writes a part of a message, new or again. Fails with `not_found` when the message is not there. */
  async putPart(sessionId: string, part: PartFields, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "part.put", part }], options)
  }

  async removePart(sessionId: string, messageId: string, partId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "part.remove", messageId, partId }], options)
  }

  /** Continues a message that was interrupted: the text goes on after what is there. */
  async resume(sessionId: string, messageId: string): Promise<MessageWriter> {
    for await (const message of this.all(sessionId, { order: "newest-first" })) {
      if (message.id === messageId) return MessageWriter.resume(this.#context, message)
    }
    throw new SessionStorageError("not_found", `There is no message ${messageId} in session ${sessionId}.`)
  }
}
