import { mkdirSync, readdirSync, rmSync } from "node:fs"
import { mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** What is slow to get, and the same for every run. Git ignores it; deleting it does no harm. */
export const cacheFolder = fileURLToPath(new URL("../../../../.cache/mysql", import.meta.url))

const unfinished = /^unfinished-(\d+)-/

/**
 * The folder `name` of the cache; where there is none, `fill` makes it. Two runs may fill at once: each fills a folder of its
 * own, and the first one to be complete is taken.
 */
export const cached = async (name: string, fill: (folder: string) => Promise<void>): Promise<string> => {
  const target = join(cacheFolder, name)
  mkdirSync(cacheFolder, { recursive: true })
  if (readdirSync(cacheFolder).includes(name)) return target
  removeLeftovers()
  const folder = await mkdtemp(join(cacheFolder, `unfinished-${process.pid}-`))
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

/** What runs that were killed left behind. */
const removeLeftovers = (): void => {
  for (const name of readdirSync(cacheFolder)) {
    const pid = unfinished.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(cacheFolder, name), { recursive: true, force: true })
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
