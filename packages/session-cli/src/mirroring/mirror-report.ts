import {
  isMirrored,
  type MirrorStatus,
  mirrorBacklog,
  mirrorPlaces,
  readMirrorStatus,
} from "@opencode/session-opencode/mirror"
import type { Environment } from "../context/command-context.ts"

/** What is known of a database's mirror. */
export interface MirrorReport {
  /** OpenCode's database. */
  database: string
  /** Whether a process mirrors it now. */
  isRunning: boolean
  /** What it said of itself last; null where none ever ran. */
  status: MirrorStatus | null
  /** How many sessions have changed and are not sent yet; null where that is not known. */
  behind: number | null
}

/** Reads what a mirror says of itself, and asks its lock whether it is still there. */
export async function mirrorReport(database: string, environment: Environment): Promise<MirrorReport> {
  const places = await mirrorPlaces(database, environment)
  const [isRunning, status] = [await isMirrored(places), await readMirrorStatus(places.status)]
  if (isRunning) return { database, isRunning, status, behind: status?.waitingSessions ?? null }
  // A database that cannot be read is behind by nobody knows how much.
  const behind = status === null ? null : await mirrorBacklog(database, places).catch(() => null)
  return { database, isRunning, status, behind }
}
