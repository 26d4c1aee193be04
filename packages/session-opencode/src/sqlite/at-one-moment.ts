import type { SqliteDatabase } from "@opencode/session-sqlite-driver"

/** Runs something so that all it reads is of one moment, while another program may be writing to the file. */
export async function atOneMoment<Result>(database: SqliteDatabase, run: () => Promise<Result>): Promise<Result> {
  database.exec("BEGIN")
  try {
    return await run()
  } finally {
    // A damaged file may have ended it.
    if (database.inTransaction) database.exec("COMMIT")
  }
}
