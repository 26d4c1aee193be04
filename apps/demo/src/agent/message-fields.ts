import type { MessageFields, MessageWithParts } from "@opencode/session-core"

/** What a writer says of a message, without what the store adds: to write it again. */
export function messageFieldsOf(message: MessageWithParts): MessageFields {
  const {
    parts: _parts,
    partsCursor: _partsCursor,
    sessionId: _sessionId,
    position: _position,
    revision: _revision,
    damaged: _damaged,
    ...fields
  } = message
  return fields
}
