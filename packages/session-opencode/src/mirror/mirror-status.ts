import { readFile, rename, rm, writeFile } from "node:fs/promises"
import { isObject, parseObject } from "../values/json-text.ts"

/** What a mirror is doing. */
export type MirrorCondition =
  /** It has just begun. */
  | "starting"
  /** Another process mirrors the database; this one takes over when that ends. */
  | "standby"
  /** What OpenCode writes is sent. */
  | "following"
  /** The store or the database cannot be reached; it is tried again. */
  | "waiting"
  /** The database is of a version of OpenCode that is not known, or the store refuses us: nothing is sent until somebody acts. */
  | "stopped"

/** What went wrong, for a person. */
export interface MirrorProblem {
  /** A sentence, without secrets. */
  message: string
  /** What to do; null where nobody knows. */
  hint: string | null
  /** When it began, epoch milliseconds. */
  since: number
}

/** What a mirror says of itself. Times are epoch milliseconds. */
export interface MirrorStatus {
  /** What it is doing. */
  condition: MirrorCondition
  /** What went wrong; null where nothing does. */
  problem: MirrorProblem | null
  /** The database that is mirrored. */
  database: string
  /** Where it is sent to, without secrets; null until the store has been opened. */
  store: { name: string; location: string } | null
  /** Who runs it, for people: `opencode-session mirror`, `the plugin in OpenCode`. */
  runBy: string
  /** The process. */
  pid: number
  /** When the process began to mirror. */
  startedAt: number
  /** When this was written: a mirror that runs writes it twice a minute at least. */
  writtenAt: number
  /** When something was sent last; null where nothing was since it began. */
  sentAt: number | null
  /** How many sessions have changed and are not sent yet. */
  waitingSessions: number
  /** Since when there is something to send; null where there is nothing. */
  waitingSince: number | null
  /** The ids of projects about which the user has not been asked yet: their sessions stay on this machine. */
  undecidedProjects: string[]
}

/** Writes a mirror's status, as a whole: nobody reads half of it. Only its user may read it. */
export async function writeMirrorStatus(file: string, status: MirrorStatus): Promise<void> {
  const temporary = `${file}.${crypto.randomUUID()}.tmp`
  try {
    await writeFile(temporary, `${JSON.stringify(status)}\n`, { mode: 0o600 })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** What a mirror wrote last of itself; null where none ever ran, or the file is damaged. The mirror may have ended since. */
export async function readMirrorStatus(file: string): Promise<MirrorStatus | null> {
  const status = parseObject(await readFile(file, "utf8").catch(() => ""))
  const isStatus = isObject(status) && typeof status.condition === "string" && typeof status.writtenAt === "number"
  // Written by `writeMirrorStatus`, of this or another version.
  return isStatus ? (status as unknown as MirrorStatus) : null
}
