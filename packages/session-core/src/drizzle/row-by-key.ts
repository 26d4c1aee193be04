import { sql } from "drizzle-orm"
import { fileFields, messageFields, partFields, sessionFields } from "./fields.ts"
import { select } from "./neutral-sql.ts"
import { fileVersion, message, part, session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, text } from "./value-type.ts"

/* Rows with all of their content, each by its key. */

export const sessionByKey = statement({ id: text }, (given) =>
  select(sessionFields, sql`from ${session} where ${session.id} = ${given.id}`),
)
export const messageByKey = statement({ sessionId: text, id: text }, (given) =>
  select(
    messageFields,
    sql`from ${message} where ${message.sessionId} = ${given.sessionId} and ${message.id} = ${given.id}`,
  ),
)
export const partByKey = statement({ sessionId: text, messageId: text, id: text }, (given) =>
  select(
    partFields,
    sql`from ${part} where ${part.sessionId} = ${given.sessionId} and ${part.messageId} = ${given.messageId} and ${part.id} = ${given.id}`,
  ),
)
export const fileByKey = statement({ sessionId: text, path: text, version: integer }, (given) =>
  select(
    fileFields,
    sql`from ${fileVersion} where ${fileVersion.sessionId} = ${given.sessionId} and ${fileVersion.path} = ${given.path} and ${fileVersion.version} = ${given.version}`,
  ),
)
