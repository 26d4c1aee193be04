import { open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError } from "@opencode/session-core/provider"

/** How often the file of a process that has ended is taken away. */
const mostTries = 3

/** Keeps other processes out of a folder. Returns what lets them in. Fails with `busy` while another process has it. */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "opencode.lock")
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    try {
      const file = await open(path, "wx", 0o600)
      await file.writeFile(`${process.pid}\n`)
      await file.close()
      return () => rm(path, { force: true })
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    }
    const owner = Number.parseInt(await readFile(path, "utf8").catch(() => ""), 10)
    if (owner !== process.pid && isAlive(owner)) throw busy(directory, owner)
    // By a rename, which one process alone succeeds with.
    const left = `${path}.${process.pid}`
    await rename(path, left).catch(() => {})
    await rm(left, { force: true })
  }
  throw busy(directory, undefined)
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

const busy = (directory: string, owner: number | undefined): SessionStorageError =>
  new SessionStorageError(
    "busy",
    `Another process has the database in ${directory} open${owner === undefined ? "" : ` (${owner})`}.`,
    { hint: "End it. Several processes share a server, or a SQLite file: PGlite is one process's." },
  )
