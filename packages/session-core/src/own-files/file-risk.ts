import { constants, type Stats } from "node:fs"
import { lstat, stat } from "node:fs/promises"
import { userInfo } from "node:os"
import { isOwn } from "./is-own.ts"
import { shellQuote } from "./shell-quote.ts"

/** Why others decide what a file or folder holds. */
export interface FileRisk {
  /** What belongs to others, or is open to them. */
  path: string
  /** Its owner's number. */
  owner: number
  /** For people: `it belongs to another user (1001)`. */
  reason: string
  /** The command that gives it to its user alone. */
  fix: string
}

/**
 * Whether others decide what is at a path: it, or the link there, belongs to another user than root, or everyone may write to it.
 * A folder with the sticky bit, such as /tmp, is no risk by itself: others cannot replace what is one's own in it. Null where
 * there is no risk or nothing, and on Windows, which has no such owners.
 */
export const findRisk = async (path: string): Promise<FileRisk | null> => {
  if (process.geteuid === undefined) return null
  for (const look of [lstat, stat]) {
    const stats = await look(path).catch(() => null)
    const risk = stats === null ? null : riskOf(path, stats)
    if (risk !== null) return risk
  }
  return null
}

/** The same for what was looked at already, such as an open file. */
export const riskOf = (path: string, stats: Stats): FileRisk | null => {
  if (process.geteuid === undefined) return null
  const owner = stats.uid
  if (!isOwn(owner)) {
    const reason = `it belongs to another user (${owner})`
    return { path, owner, reason, fix: `sudo chown ${shellQuote(userName())} ${shellQuote(path)}` }
  }
  // The permissions of a symbolic link mean nothing.
  const isOpen = !stats.isSymbolicLink() && (stats.mode & constants.S_IWOTH) !== 0
  if (!isOpen || (stats.isDirectory() && (stats.mode & stickyBit) !== 0)) return null
  return { path, owner, reason: "everyone may write to it", fix: `chmod o-w ${shellQuote(path)}` }
}

const stickyBit = 0o1000

const userName = (): string => {
  try {
    return userInfo().username
  } catch {
    // In a container, a user id may have no name.
    return String(process.geteuid?.())
  }
}
