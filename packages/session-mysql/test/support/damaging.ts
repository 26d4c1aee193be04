import type { RowKey } from "@opencode/session-testkit"

/**
 * A statement that cuts a row's JSON in the middle, or replaces it, behind the provider's back. What the kit gives needs no quoting.
 */
export function damaging(row: RowKey, json: string | undefined): string {
  const damaged = (column: string) =>
    `${column} = ${json === undefined ? `left(${column}, char_length(${column}) - 2)` : `'${json}'`}`
  switch (row.kind) {
    case "session":
      return `UPDATE session SET ${damaged("metadata")} WHERE id = '${row.sessionId}'`
    case "message":
      return `UPDATE message SET ${damaged("metadata")} WHERE session_id = '${row.sessionId}' AND id = '${row.messageId}'`
    case "part":
      return `UPDATE part SET ${damaged("data")} WHERE session_id = '${row.sessionId}' AND message_id = '${row.messageId}' AND id = '${row.partId}'`
  }
}
