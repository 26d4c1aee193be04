import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError } from "@opencode/session-core/provider"

/**
 * Keeps other processes out of a folder, since PGlite would damage what they write. Fails with `busy` while another one has it.
 * Goes when the database is a server's.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "process.lock")
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" })
      return () => rm(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    }
    const owner = Number(await readFile(file, "utf8").catch(() => ""))
    if (isRunning(owner)) {
      throw new SessionStorageError("busy", `${folder} is in use by the process ${owner}.`, {
        hint: "Close that program: this database is for one process at a time.",
      })
    }
    await rm(file, { force: true })
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
