import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

/** What is slow to get, and the same for every run. Git ignores it; deleting it does no harm. */
const cacheFolder = fileURLToPath(new URL("../../../../.cache/mysql", import.meta.url))

/** How long to wait for another run that is filling the same folder, milliseconds. */
const longestWait = 600_000

/**
 * The folder `name` of the cache; where there is none, `fill` makes it. Of two runs at once, one fills and the other waits.
 * When they start at the very same moment, both fill a folder of their own, and the first one to be complete is taken.
 */
export const cached = async (name: string, fill: (folder: string) => Promise<void>): Promise<string> => {
  const target = join(cacheFolder, name)
  mkdirSync(cacheFolder, { recursive: true })
  const deadline = performance.now() + longestWait
  while (!existsSync(target) && isBeingFilled(name) && performance.now() < deadline) await sleep(200)
  if (existsSync(target)) return target
  const folder = await mkdtemp(join(cacheFolder, `unfinished-${process.pid}-${name}-`))
  try {
    await fill(folder)
    await rename(folder, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return target
}

/** Whether another process is at it. Removes what runs that were killed left behind. */
const isBeingFilled = (name: string): boolean => {
  let filled = false
  for (const entry of readdirSync(cacheFolder)) {
    const [, pid, rest = ""] = /^unfinished-(\d+)-(.*)$/.exec(entry) ?? []
    if (pid === undefined || Number(pid) === process.pid) continue
    if (!isAlive(Number(pid))) rmSync(join(cacheFolder, entry), { recursive: true, force: true })
    else filled ||= rest.startsWith(`${name}-`)
  }
  return filled
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
