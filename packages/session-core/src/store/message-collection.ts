import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { TooLargeError } from "../errors/too-large-error.ts"
import { identifierSource } from "../identifier/identifier-source.ts"
import type { Message, MessageWithParts } from "../model/message.ts"
import { type MessageInput, messageFields } from "../model/message-input.ts"
import type { Part, PartFields } from "../model/part.ts"
import { messageBytes, partBytes, rowBytes } from "../paging/page-bytes.ts"
import { limits } from "../provider/limits.ts"
import type { MessagePage, PartPage } from "../provider/queries.ts"
import { MessageWriter } from "../stream/message-writer.ts"
import { checkBytes, checkFrom, checkLimit, checkSessionId } from "../validation/check-query.ts"
import { checkId } from "../validation/check-value.ts"
import {
  type AppendedMessage,
  type AppendManyOptions,
  type AppendMessageInput,
  appendedFields,
  appendMessages,
} from "./append-messages.ts"
import { checkMessageFieldsUpdate, checkMessageInput } from "./message-keys.ts"
import { defaultPageSize, iteratePages, untilTaken } from "./pages.ts"
import { type MessageFieldsUpdate, updateMessage } from "./update-message.ts"

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
   * Accepts messages that are not whole. One that alone has more than `bytes` comes without the data of its largest parts, each
   * marked by `unloaded`, and one that has more than 1000 parts comes with the first 1000 and a `partsCursor`: `messages.parts`
   * reads the rest. By default such a message is loaded whole, and one of more than 64 MiB fails with `too_large`.
   */
  partial?: boolean | undefined
  /** The id of the message to begin with, in either order; not together with a cursor, which says where to go on. */
  from?: string | undefined
}

/** Which of all messages of a session to read, and how. */
export type AllMessagesOptions = Pick<ListMessagesOptions, "order" | "partial" | "signal">

/** How to read one message. */
export type GetMessageOptions = Pick<ListMessagesOptions, "partial" | "signal">

/** Which page of a message's parts to read. */
export interface ListPartsOptions extends AbortOptions {
  /** The message's `partsCursor`, or the `nextCursor` of the page before. The first parts without one, and with null. */
  cursor?: string | null | undefined
  /** At most 1000; without it, as many as fit into `bytes`. */
  limit?: number | undefined
  /** Bytes of content after which the page ends, 8 MiB by default. There is always at least one part. */
  bytes?: number | undefined
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
    checkMessageInput(input, true)
    const newId = await identifierSource(options?.batchId, sessionId)
    const { message, parts } = appendedFields(input, this.#context.author, newId)
    const { revision, repeated } = await applyChanges(
      this.#context,
      sessionId,
      [{ type: "message.put", message }, ...parts.map((part) => ({ type: "part.put" as const, part }))],
      options,
    )
    if (repeated === true && options?.batchId !== undefined) {
      return { ...(await this.#stored(sessionId, message.id, options.batchId)), revision }
    }
    return { id: message.id, partIds: parts.map((part) => part.id), revision }
  }

  /**
   * Writes messages with their parts in their order, many in one batch: far faster than one by one. Returns the ids that are stored,
   * in the same order.
   *
   * Up to 1000 messages, 10,000 messages and parts together or 4 MiB are one batch, which is applied wholly or not at all. More are several,
   * one after the other: a failure then leaves the first ones stored, and all of it may be sent again under the same `batchId`, which
   * writes only what is missing.
   *
   * @example
   * ```ts
   * await store.messages.appendMany(session.id, [
   *   { role: "user", parts: [{ type: "text", text: "Where is the needle?" }] },
   *   { role: "assistant", parts: [{ type: "text", text: "In the haystack." }] },
   * ])
   * ```
   */
  async appendMany(
    sessionId: string,
    inputs: readonly AppendMessageInput[],
    options: AppendManyOptions = {},
  ): Promise<AppendedMessage[]> {
    checkSessionId(sessionId)
    for (const input of inputs) checkMessageInput(input, true)
    return appendMessages(this.#context, sessionId, inputs, options)
  }

  /**
   * Changes the given fields of a message and no others; its parts stay as they are. One that is undefined is not given. Returns the
   * message as it is then, without its parts.
   *
   * A message is written as a whole: where somebody else writes to the session in between, it is read and written again. Fails with
   * `not_found` when the session or the message is not here, and with a `ConflictError` when `expectedRevision` is not the session's.
   *
   * @example
   * ```ts
   * await store.messages.update(session.id, message.id, { metadata: { ...message.metadata, rating: 5 } })
   * ```
   */
  async update(
    sessionId: string,
    messageId: string,
    fields: MessageFieldsUpdate,
    options: ApplyOptions = {},
  ): Promise<Message> {
    checkSessionId(sessionId)
    checkId("The message's id", messageId, limits.idBytes)
    checkMessageFieldsUpdate(fields)
    return updateMessage(this.#context, sessionId, messageId, fields, options)
  }

  /** The ids of a message that its batch stored before. The first sending may have had other parts. */
  async #stored(sessionId: string, messageId: string, batchId: string): Promise<{ id: string; partIds: string[] }> {
    try {
      const { messages } = await this.list(sessionId, { from: messageId, limit: 1, partial: true })
      const partIds: string[] = []
      for (const message of messages) for await (const { id } of this.#listedParts(message)) partIds.push(id)
      return { id: messageId, partIds }
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
    checkMessageInput(input, false)
    return new MessageWriter(this.#context, sessionId, messageFields(input, this.#context.author, null))
  }

  /**
   * A page of messages with their parts. Fails with `not_found` when the session, or the message to begin with, is not here, and
   * with `too_large` for a message that is too large to be loaded whole: `partial` reads that.
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
      parts: limits.partsInPage,
      ...(options.cursor == null ? {} : { cursor: options.cursor }),
      ...(options.from === undefined ? {} : { from: options.from }),
    }
    const page = await untilAborted(options.signal, () =>
      this.#context.provider.call("listMessages", (provider) => provider.listMessages(query), { sessionId }),
    )
    if (options.partial !== true) {
      for (const message of page.messages) {
        const isPartial =
          message.partsCursor !== undefined || message.parts.some(({ unloaded }) => unloaded !== undefined)
        if (isPartial) await this.#loadWhole(message, options)
      }
    }
    return page
  }

  /** Loads what a page left out of a message, unless that is too much: the process has other work than this message. */
  async #loadWhole(message: MessageWithParts, options: AbortOptions): Promise<void> {
    const parts: Part[] = []
    let bytes = messageBytes(message)
    for await (const part of this.#listedParts(message, options)) {
      bytes += part.unloaded === undefined ? partBytes(part) : part.unloaded.bytes + rowBytes
      if (bytes > limits.wholeMessageBytes) throw tooLarge(message, bytes)
      const whole = await this.#wholePart(part, options)
      if (whole !== null) parts.push(whole)
    }
    message.parts = parts
    delete message.partsCursor
  }

  /**
   * One message with its parts, in one call; null when there is no such message, or no such session in this store's scope, or the
   * session is deleted. A message of more than 8 MiB or 1000 parts is loaded whole in some calls more, unless `partial` says that it
   * need not be; above 64 MiB it fails with `too_large`.
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

  /** All messages of a session, page by page: memory holds a page. `partial` is as in `list`, and so is what fails without it. */
  all(sessionId: string, options: AllMessagesOptions = {}): AsyncGenerator<MessageWithParts, void, undefined> {
    return iteratePages(options.signal, async (cursor, limit) => {
      const page = await this.list(sessionId, { ...options, limit, cursor })
      return { items: page.messages, nextCursor: page.nextCursor }
    })
  }

  /** One part, such as one that a page did not load. Fails with `not_found` when the session or the part is not here. */
  async part(sessionId: string, messageId: string, partId: string, { signal }: AbortOptions = {}): Promise<Part> {
    checkSessionId(sessionId)
    checkId("The message's id", messageId, limits.idBytes)
    checkId("The part's id", partId, limits.idBytes)
    const part = await untilAborted(signal, () => this.#getPart(sessionId, messageId, partId))
    if (part !== null) return part
    throw new SessionStorageError("not_found", `There is no part ${partId} in message ${messageId} here.`)
  }

  /**
   * A page of a message's parts, all of them loaded: those that a page of messages did not list, with the message's
   * `partsCursor`. None where there is no such message. Fails with `not_found` when the session is not here.
   */
  async listParts(sessionId: string, messageId: string, options: ListPartsOptions = {}): Promise<PartPage> {
    checkSessionId(sessionId)
    checkId("The message's id", messageId, limits.idBytes)
    const { cursor, limit, bytes = limits.pageBytes, signal } = options
    if (limit !== undefined) checkLimit(limit)
    checkBytes(bytes)
    const query = {
      scope: this.#context.scope,
      sessionId,
      messageId,
      bytes,
      ...(cursor == null ? {} : { cursor }),
      ...(limit === undefined ? {} : { limit }),
    }
    return untilAborted(signal, () =>
      this.#context.provider.call("listParts", (provider) => provider.listParts(query), { sessionId }),
    )
  }

  /**
   * All parts of a message, each read when its turn comes where the page did not load or list it: memory holds one of the large
   * ones, or a page of the others. A part that was removed since is left out.
   *
   * @example All parts of a session, however large:
   * ```ts
   * for await (const message of store.messages.all(id, { partial: true })) {
   *   for await (const part of store.messages.parts(message)) console.log(part.type)
   * }
   * ```
   */
  async *parts(message: MessageWithParts, options: AbortOptions = {}): AsyncGenerator<Part, void, undefined> {
    for await (const part of this.#listedParts(message, options)) {
      let whole = await this.#wholePart(part, options)
      if (whole !== null) yield whole
      // It may have 16 MiB, and the next one is about to be read.
      whole = null
    }
  }

  /** All parts of a message, of which those that its page did not load are still not loaded. */
  async *#listedParts(message: MessageWithParts, { signal }: AbortOptions = {}): AsyncGenerator<Part, void, undefined> {
    for (const part of message.parts) {
      signal?.throwIfAborted()
      yield part
    }
    let cursor = message.partsCursor ?? null
    while (cursor !== null) {
      const page = await this.listParts(message.sessionId, message.id, { cursor, signal })
      cursor = page.nextCursor
      yield* untilTaken(page.parts, signal)
    }
  }

  /** The part itself where it is loaded. Null when it is there no more. */
  async #wholePart(part: Part, { signal }: AbortOptions): Promise<Part | null> {
    if (part.unloaded === undefined) return part
    return untilAborted(signal, () => this.#getPart(part.sessionId, part.messageId, part.id))
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
  async resume(sessionId: string, messageId: string, { signal }: AbortOptions = {}): Promise<MessageWriter> {
    const message = await this.get(sessionId, messageId, { partial: true, signal })
    if (message === null) {
      throw new SessionStorageError("not_found", `There is no message ${messageId} in session ${sessionId}.`)
    }
    const beginnings = new Map<string, number>()
    let last: Part | null = null
    for await (const part of this.#listedParts(message, { signal })) {
      beginnings.set(part.id, part.createdAt)
      last = part
    }
    if (last !== null) last = await this.#wholePart(last, { signal })
    return MessageWriter.resume(this.#context, message, { beginnings, last })
  }
}

function tooLarge({ id, sessionId }: MessageWithParts, bytes: number): TooLargeError {
  const what = `Message ${id} of session ${sessionId}`
  return new TooLargeError(what, bytes, limits.wholeMessageBytes, {
    hint: "Read it with `partial: true`, and its parts with `messages.parts`.",
  })
}
