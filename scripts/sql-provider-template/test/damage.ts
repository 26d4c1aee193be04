import type { RowKey } from "@opencode/session-testkit"
import type { RunStatement } from "../src/database.ts"

/** Makes what a row holds unreadable behind the provider's back: cuts its JSON in the middle, or puts `json` in its place. */
export async function damage(run: RunStatement, row: RowKey, json: string | undefined): Promise<void> {
  const damaged = (column: string) =>
    json === undefined ? `${column} = left(${column}, length(${column}) - 2)` : `${column} = '${json}'`
  const ids = Object.values(row).slice(1)
  switch (row.kind) {
    case "session":
      await run(`update session set ${damaged("metadata")} where id = $1`, ids)
      return
    case "message":
      await run(`update message set ${damaged("metadata")} where session_id = $1 and id = $2`, ids)
      return
    case "part":
      await run(`update part set ${damaged("data")} where session_id = $1 and message_id = $2 and id = $3`, ids)
  }
}
