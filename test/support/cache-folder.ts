import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

/** Holds downloads and other slow results that every run shares. Git ignores it; deleting it does no harm. */
const cacheFolder = fileURLToPath(new URL("../../.cache", import.meta.url))

/** How long to wait for another run that is filling the same folder, milliseconds. */
const longestWait = 600_000

/**
 * Returns the folder `name` of the cache's `area`, which `fill` makes if it is missing. Of two runs at once, one fills it and
 * the other waits. If both start in the same moment, each fills a folder of its own, and the first complete one is kept.
 */
export const cached = async (
  area: "mysql" | "postgres" | "browser" | "opencode" | "peers",
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> => {
  const areaFolder = join(cacheFolder, area)
  const target = join(areaFolder, name)
  mkdirSync(areaFolder, { recursive: true })
  const deadline = performance.now() + longestWait
  while (!existsSync(target) && isBeingFilled(areaFolder, name) && performance.now() < deadline) await sleep(200)
  if (existsSync(target)) return target
  const folder = await mkdtemp(join(areaFolder, `unfinished-${process.pid}-${name}-`))
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

/** Whether another process is filling the folder. Removes what killed runs left behind. */
const isBeingFilled = (areaFolder: string, name: string): boolean => {
  let filled = false
  for (const entry of readdirSync(areaFolder)) {
    const [, pid, rest = ""] = /^unfinished-(\d+)-(.*)$/.exec(entry) ?? []
    if (pid === undefined || Number(pid) === process.pid) continue
    if (!isAlive(Number(pid))) rmSync(join(areaFolder, entry), { recursive: true, force: true })
    else filled ||= rest.startsWith(`${name}-`)
  }
  return filled
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" // An error of the system has a code.
  }
}
