import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type Message, type MessageFields, messageFieldsOf } from "../model/message.ts"
import { type UsageInput, usageOf } from "../model/usage.ts"

/** The fields of a message to change. */
export type MessageFieldsUpdate = {
  [Field in "role" | "parentId" | "agent" | "model" | "error" | "metadata" | "completedAt"]?:
    | MessageFields[Field]
    | undefined
} & {
  /** Replaces what it took. Absent token counts are 0. */
  usage?: UsageInput | null | undefined
}

/** A session that a model speaks in has a new revision every few hundred milliseconds: a try takes less. */
const tries = 20

/**
 * Reads a message and writes it again with other fields, unless the session was written to in between: then once more. With
 * `expectedRevision`, only that revision will do.
 */
export async function updateMessage(
  context: StoreContext,
  sessionId: string,
  messageId: string,
  { usage, ...fields }: MessageFieldsUpdate,
  options: ApplyOptions,
): Promise<Message> {
  for (let left = tries; ; left -= 1) {
    const expectedRevision = options.expectedRevision ?? (await revisionOf(context, sessionId))
    const { parts: _parts, partsCursor: _cursor, ...message } = await messageOf(context, sessionId, messageId)
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    const next: MessageFields = {
      ...messageFieldsOf(message),
      ...given,
      ...(usage === undefined ? {} : { usage: usage === null ? null : usageOf(usage) }),
      updatedAt: options.at ?? Date.now(),
    }
    try {
      const change = { type: "message.put" as const, message: next }
      const { revision } = await applyChanges(context, sessionId, [change], { ...options, expectedRevision })
      return { ...message, ...next, revision }
    } catch (error) {
      if (options.expectedRevision !== undefined || left <= 1 || !ConflictError.isInstance(error)) throw error
    }
  }
}

async function revisionOf({ provider, scope }: StoreContext, sessionId: string): Promise<number> {
  const query = { scope, sessionId, includeDeleted: false }
  const session = await provider.call("getSession", (each) => each.getSession(query), { sessionId })
  if (session !== null) return session.revision
  throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
}

async function messageOf({ provider, scope }: StoreContext, sessionId: string, from: string) {
  const query = {
    ...{ scope, sessionId, from, order: "oldest-first" as const, limit: 1, parts: 1 },
    // Only the message itself is wanted.
    bytes: 1,
  }
  const { messages } = await provider.call("listMessages", (each) => each.listMessages(query), { sessionId })
  const [message] = messages
  if (message?.id === from) return message
  throw new SessionStorageError("not_found", `There is no message ${from} in session ${sessionId}.`)
}
