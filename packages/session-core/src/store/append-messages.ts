import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import type { AbortOptions } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { type IdentifierSource, identifierSource } from "../identifier/identifier-source.ts"
import type { Author } from "../model/author.ts"
import { jsonBytes } from "../model/json-bytes.ts"
import type { MessageFields } from "../model/message.ts"
import { type MessageInput, messageFields, type PartInput, partFields } from "../model/message-input.ts"
import type { PartFields } from "../model/part.ts"
import type { Change } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import { checkId } from "../validation/check-value.ts"

/** A message as it is appended. */
export type AppendMessageInput = MessageInput & {
  /** What it consists of, in its order. None by default. */
  parts?: PartInput[] | undefined
}

/** What an appended message is stored under. */
export interface AppendedMessage {
  /** The message's id. */
  id: string
  /** In the order of the parts that were given. */
  partIds: string[]
  /** The session's revision after it. */
  revision: number
}

/** How messages are appended. */
export interface AppendManyOptions extends AbortOptions, Pick<ApplyOptions, "batchId"> {}

const messagesPerBatch = 1000
const bytesPerBatch = 4 * 1024 * 1024

/** The rows of an appended message. */
interface AppendedFields {
  message: MessageFields
  parts: PartFields[]
}

/** Fills in what an appended message was not given. `name` tells it from others of the same call. */
export function appendedFields(
  { parts = [], ...input }: AppendMessageInput,
  author: Author | null,
  newId: IdentifierSource,
  ...name: number[]
): AppendedFields {
  const message = messageFields({ ...input, id: input.id ?? newId("message", ...name) }, author, Date.now())
  return {
    message,
    parts: parts.map((part, index) => partFields(message.id, part, () => newId("part", ...name, index))),
  }
}

/** Appends messages in as few batches as they fit into. */
export async function appendMessages(
  context: StoreContext,
  sessionId: string,
  inputs: readonly AppendMessageInput[],
  { batchId, signal }: AppendManyOptions,
): Promise<AppendedMessage[]> {
  if (batchId !== undefined) checkId("The batch's id", batchId, limits.batchIdCharacters)
  const newId = await identifierSource(batchId, "appendMany", sessionId)
  const appended: AppendedMessage[] = []
  let isFirst = true
  for (const rows of inBatches(inputs.map((input, index) => appendedFields(input, context.author, newId, index)))) {
    try {
      signal?.throwIfAborted()
      const name = batchId === undefined ? {} : { batchId: newId("batch", rows[0]?.message.id ?? "") }
      const { revision } = await applyChanges(context, sessionId, rows.flatMap(changesOf), name)
      // The batch's revision is that of its last change.
      let left = rows.reduce((sum, row) => sum + 1 + row.parts.length, 0)
      for (const { message, parts } of rows) {
        left -= 1 + parts.length
        appended.push({ id: message.id, partIds: parts.map(({ id }) => id), revision: revision - left })
      }
    } catch (error) {
      // Of several batches, those before this one are stored.
      if (!isFirst) noteOutcome(error, "unknown")
      throw error
    }
    isFirst = false
  }
  return appended
}

const changesOf = ({ message, parts }: AppendedFields): Change[] => [
  { type: "message.put", message },
  ...parts.map((part) => ({ type: "part.put" as const, part })),
]

function* inBatches(rows: readonly AppendedFields[]): Generator<AppendedFields[]> {
  let batch: AppendedFields[] = []
  let changes = 0
  let bytes = 0
  for (const row of rows) {
    const size = row.parts.reduce((sum, { data }) => sum + jsonBytes(data), jsonBytes(row.message.metadata))
    const isFull = batch.length >= messagesPerBatch || changes + row.parts.length >= limits.changesPerBatch
    if (batch.length > 0 && (isFull || bytes + size > bytesPerBatch)) {
      yield batch
      batch = []
      changes = 0
      bytes = 0
    }
    batch.push(row)
    changes += 1 + row.parts.length
    bytes += size
  }
  if (batch.length > 0) yield batch
}
