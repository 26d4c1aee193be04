import { open, rm, stat } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { SessionStorageError } from "../errors/index.ts"

const longestWaitMilliseconds = 30_000
/** Whoever holds a lock for this long has died: the work under it takes milliseconds. */
const staleMilliseconds = 10_000
const pollMilliseconds = 20

/** Runs `action` while no other process does so with the same lock file. Fails with `busy` after half a minute. */
export const withFileLock = async <Result>(lockPath: string, action: () => Promise<Result>): Promise<Result> => {
  const giveUpAt = Date.now() + longestWaitMilliseconds
  while (!(await tryLock(lockPath))) {
    if (Date.now() > giveUpAt) {
      throw new SessionStorageError("busy", `Another process holds ${lockPath}.`, {
        hint: "Try again. If no other process is running, remove that file.",
      })
    }
    await sleep(pollMilliseconds)
  }
  try {
    return await action()
  } finally {
    await rm(lockPath, { force: true })
  }
}

const tryLock = async (lockPath: string): Promise<boolean> => {
  try {
    await open(lockPath, "wx", 0o600).then((handle) => handle.close())
    return true
  } catch (error) {
    // Node's file functions throw errors with a code.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    const age = await stat(lockPath).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > staleMilliseconds) await rm(lockPath, { force: true })
    return false
  }
}
