import type { RowOf } from "./neutral-sql.ts"
import { fileVersion, message, part, session, tombstone } from "./schema.ts"
import { fieldsOf } from "./table.ts"

/* What the reads select of each table: every column under its own name, whatever the driver and the join. rows.ts reads it. */

export const sessionFields = fieldsOf(
  session,
  ...(["number", "state", "lastBatch", "listedAt", "fedAt", "labelledAt", "settledBy"] as const),
  ...(["shard", "sequence", "firstRevision", "fieldsRevision"] as const),
  ...(["authorLabels", "modelLabels", "originLabels", "folderLabels", "markLabels"] as const),
)
export const messageFields = fieldsOf(message, "costNanos", "modelName")
export const partFields = fieldsOf(part, "number", "feedRevision")
export const fileFields = fieldsOf(fileVersion)
export const tombstoneFields = fieldsOf(tombstone)

/** A row whose content a page may have left out, since it is large. */
type MayLack<Row, Content extends keyof Row> = Omit<Row, Content> & { [Name in Content]: Row[Name] | null }

export type SessionRow = MayLack<RowOf<typeof sessionFields>, "title" | "todos" | "metadata" | "marks">
export type MessageRow = MayLack<RowOf<typeof messageFields>, "metadata">
export type PartRow = MayLack<RowOf<typeof partFields>, "data">
export type FileRow = MayLack<RowOf<typeof fileFields>, "content">
export type TombstoneRow = RowOf<typeof tombstoneFields>
