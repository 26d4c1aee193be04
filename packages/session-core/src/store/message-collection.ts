import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { identifierSource } from "../identifier/identifier-source.ts"
import type { MessageWithParts } from "../model/message.ts"
import { type MessageInput, messageFields, type PartInput, partFields } from "../model/message-input.ts"
import type { Part, PartFields } from "../model/part.ts"
import { limits } from "../provider/limits.ts"
import type { MessagePage } from "../provider/queries.ts"
import { MessageWriter } from "../stream/message-writer.ts"
import { checkBytes, checkFrom, checkLimit, checkSessionId } from "../validation/check-query.ts"
import { checkId } from "../validation/check-value.ts"
import { defaultPageSize, iteratePages } from "./pages.ts"

/** Which messages a page has. */
export interface ListMessagesOptions extends AbortOptions {
  /** `oldest-first` by default. */
  order?: "oldest-first" | "newest-first" | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
  /** Where the page before ended: its `nextCursor`, as it is. The first page without one, and with null. */
  cursor?: string | null | undefined
  /**
   * Bytes of content after which the page ends, 8 MiB by default. A message counts with its parts; there is always at least
   * one.
   */
  bytes?: number | undefined
  /**
   * Accepts parts that are not loaded. A message that alone has more than `bytes` comes without the data of its largest parts,
   * each marked by `unloaded`; `messages.part` reads them. By default, such a message is loaded whole, however large it is.
   */
  partial?: boolean | undefined
  /** The id of the message to begin with, in either order; not together with a cursor, which says where to go on. */
  from?: string | undefined
}

/** Which of all messages of a session to read, and how. */
export type AllMessagesOptions = Pick<ListMessagesOptions, "order" | "partial" | "signal">

/** How to read one message. */
export type GetMessageOptions = Pick<ListMessagesOptions, "partial" | "signal">

/** A message as it is appended. */
export type AppendMessageInput = MessageInput & { parts?: PartInput[] | undefined }

/** What an appended message is stored under. */
export interface AppendedMessage {
  /** The message's id. */
  id: string
  /** In the order of the parts that were given. */
  partIds: string[]
  /** The session's revision after it. */
  revision: number
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
  async append(sessionId: string, input: AppendMessageInput, options?: ApplyOptions): Promise<AppendedMessage> {
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
      const { messages } = await this.list(sessionId, { from: messageId, limit: 1, partial: true })
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
   *
   * @example What was said is stored, also when the model fails in the middle:
   * ```ts
   * await using reply = store.messages.stream(id, { role: "assistant" })
   * for await (const delta of model) reply.text(delta)
   * await reply.complete()
   * ```
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
    if (options.from !== undefined) checkFrom(options.from, options.cursor ?? undefined)
    const { limit = defaultPageSize, bytes = limits.pageBytes } = options
    checkLimit(limit)
    checkBytes(bytes)
    const query = {
      scope: this.#context.scope,
      sessionId,
      order: options.order ?? "oldest-first",
      limit,
      bytes,
      ...(options.cursor == null ? {} : { cursor: options.cursor }),
      ...(options.from === undefined ? {} : { from: options.from }),
    }
    const page = await untilAborted(options.signal, () =>
      this.#context.provider.call("listMessages", (provider) => provider.listMessages(query), { sessionId }),
    )
    if (options.partial === true) return page
    for (const message of page.messages) {
      if (!message.parts.some(({ unloaded }) => unloaded !== undefined)) continue
      const parts: Part[] = []
      for await (const part of this.parts(message, options)) parts.push(part)
      message.parts = parts
    }
    return page
  }

  /**
   * One message with its parts, in one call; null when there is no such message, or no such session in this store's scope, or the
   * session is deleted. A message of more than 8 MiB is loaded whole in some calls more, unless `partial` says that it need not be.
   */
  async get(sessionId: string, messageId: string, options: GetMessageOptions = {}): Promise<MessageWithParts | null> {
    const { partial, signal } = options
    try {
      const { messages } = await this.list(sessionId, { from: messageId, limit: 1, partial, signal })
      return messages[0] ?? null
    } catch (error) {
      if (SessionStorageError.isInstance(error, "not_found")) return null
      throw error
    }
  }

  /** All messages of a session, page by page: memory holds a page. `partial` is as in `list`. */
  all(sessionId: string, options: AllMessagesOptions = {}): AsyncGenerator<MessageWithParts, void, undefined> {
    return iteratePages(options.signal, async (cursor, limit) => {
      const page = await this.list(sessionId, { ...options, limit, cursor })
      return { items: page.messages, nextCursor: page.nextCursor }
    })
  }

  /** One part, such as one that a page did not load. Fails with `not_found` when the session or the part is not here. */
  async part(sessionId: string, messageId: string, partId: string): Promise<Part> {
    checkSessionId(sessionId)
    checkId("The message's id", messageId, limits.idBytes)
    checkId("The part's id", partId, limits.idBytes)
    const part = await this.#getPart(sessionId, messageId, partId)
    if (part !== null) return part
    throw new SessionStorageError("not_found", `There is no part ${partId} in message ${messageId} here.`)
  }

  /**
   * The parts of a message, each read when its turn comes where the page did not load it: memory holds one of those. A part
   * that was removed since is left out.
   *
   * @example All parts of a session, however large:
   * ```ts
   * for await (const message of store.messages.all(id, { partial: true })) {
   *   for await (const part of store.messages.parts(message)) console.log(part.type)
   * }
   * ```
   */
  async *parts(message: MessageWithParts, { signal }: AbortOptions = {}): AsyncGenerator<Part, void, undefined> {
    for (const part of message.parts) {
      signal?.throwIfAborted()
      if (part.unloaded === undefined) {
        yield part
        continue
      }
      let whole = await untilAborted(signal, () => this.#getPart(message.sessionId, message.id, part.id))
      if (whole !== null) yield whole
      // It may have 16 MiB, and the next one is about to be read.
      whole = null
    }
  }

  /** Null when there is no such part. */
  #getPart(sessionId: string, messageId: string, partId: string): Promise<Part | null> {
    const query = { scope: this.#context.scope, sessionId, messageId, partId }
    return this.#context.provider.call("getPart", (provider) => provider.getPart(query), { sessionId })
  }

  /** Removes a message with its parts. */
  async remove(sessionId: string, messageId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "message.remove", messageId }], options)
  }

  /** Writes a part of a message, new or again. Fails with `not_found` when the message is not there. */
  async putPart(sessionId: string, part: PartFields, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "part.put", part }], options)
  }

  /** Removes a part. A part that is not there is no error. */
  async removePart(sessionId: string, messageId: string, partId: string, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "part.remove", messageId, partId }], options)
  }

  /**
   * Continues a message that was interrupted: the text goes on after what is there. Fails with `not_found` when the session or
   * the message is not here.
   */
  async resume(sessionId: string, messageId: string): Promise<MessageWriter> {
    const message = await this.get(sessionId, messageId)
    if (message !== null) return MessageWriter.resume(this.#context, message)
    throw new SessionStorageError("not_found", `There is no message ${messageId} in session ${sessionId}.`)
  }
}
