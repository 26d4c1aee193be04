import { chosenDriver, loadDriver } from "@opencode/session-sqlite/driver"
import { sampleFile } from "../sample.ts"

/** What the sample has, counted in the file itself. */
export async function countSample(): Promise<{
  sessions: number
  archived: number
  messages: number
  parts: number
}> {
  const { driver } = await loadDriver(chosenDriver(process.env))
  const database = driver.open(sampleFile, { readOnly: true, timeout: 1_000 })
  try {
    const count = (table: string) => Number(database.prepareValues(`SELECT count(*) FROM ${table}`).get())
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
