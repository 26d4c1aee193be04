import { insert } from "./neutral-sql.ts"
import { changeParameters, revisionOfChange } from "./receipt.ts"
import { tombstone } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"

/** Records a removal for the session's feed. */
export const recordTombstone = statement(
  {
    ...changeParameters,
    type: text,
    messageId: optional(text),
    partId: optional(text),
    path: optional(text),
    version: optional(integer),
  },
  (given, dialect) =>
    insert(tombstone, {
      sessionId: given.session,
      revision: revisionOfChange(given, dialect),
      type: given.type,
      messageId: given.messageId,
      partId: given.partId,
      path: given.path,
      version: given.version,
    }),
)
