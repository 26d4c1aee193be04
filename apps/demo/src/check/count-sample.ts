import Database from "better-sqlite3"
import { sampleFile } from "../sample.ts"

/** What the sample has, counted in the file itself. */
export function countSample(): { sessions: number; archived: number; messages: number; parts: number } {
  const database = new Database(sampleFile, { readonly: true })
  try {
    const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
    return {
      sessions: count("session"),
      archived: count("session WHERE time_archived IS NOT NULL"),
      messages: count("message"),
      parts: count("part"),
    }
  } finally {
    database.close()
  }
}
