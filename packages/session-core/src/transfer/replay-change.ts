import { messageFieldsOf } from "../model/message.ts"
import type { Part, PartFields } from "../model/part.ts"
import type { Session } from "../model/session.ts"
import type { SessionMark } from "../model/session-mark.ts"
import type { Change, NewSession } from "../provider/change.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"

/**
 * The change that brings a copy to where an entry of a session's feed is. It has the entry's revision and, for a message or
 * a part, its position, so the copy has the numbers of its source.
 *
 * Apply the entries in the order of the feed. One that is superseded later in the feed (a message appears at its first
 * revision too) is applied as well: it is what the parts that follow belong to.
 */
export function replayChange(recorded: RecordedChange): Change {
  const { revision } = recorded
  switch (recorded.type) {
    case "session":
      return { type: "session.put", session: newSessionOf(recorded.session), revision }
    case "message":
      return {
        type: "message.put",
        message: messageFieldsOf(recorded.message),
        position: recorded.message.position,
        revision,
      }
    case "part":
      return { type: "part.put", part: partFieldsOf(recorded.part), position: recorded.part.position, revision }
    case "file": {
      const { path, content, createdAt, version } = recorded.file
      return { type: "file.put", file: { path, content, createdAt }, version, revision }
    }
    case "message.removed":
      return { type: "message.remove", messageId: recorded.messageId, revision }
    case "part.removed":
      return { type: "part.remove", messageId: recorded.messageId, partId: recorded.partId, revision }
    case "file.removed":
      return { type: "file.remove", path: recorded.path, version: recorded.version, revision }
  }
}

/** The fields of a session that its writers set: what is left without its totals and numbers. */
function newSessionOf(session: Session): NewSession {
  const { title, titleSource, parentId, directory, author, agent, model, todos, metadata, archivedAt } = session
  // An export of before there were marks has none.
  const { marks = [] }: { marks?: SessionMark[] } = session
  const { projectId, createdAt, deletedAt, deletionId } = session
  return {
    ...{ title, titleSource, parentId, directory, author, agent, model, todos, metadata, archivedAt, marks },
    ...{ projectId, createdAt, deletedAt, deletionId },
  }
}

/** The fields of a part that its writer set. */
function partFieldsOf({ id, messageId, type, data, createdAt, updatedAt }: Part | PartFields): PartFields {
  return { id, messageId, type, data, createdAt, updatedAt }
}

/** What an entry holds, without what follows from other entries: two copies of it are equal in this. */
export function contentOf(recorded: RecordedChange): unknown {
  switch (recorded.type) {
    case "session":
      return newSessionOf(recorded.session)
    case "message": {
      const { position, revision } = recorded.message
      return { ...messageFieldsOf(recorded.message), position, revision }
    }
    case "part": {
      const { position, revision } = recorded.part
      return { ...partFieldsOf(recorded.part), position, revision }
    }
    case "file": {
      const { path, content, createdAt, version } = recorded.file
      return { path, content, createdAt, version }
    }
    default:
      return recorded
  }
}
