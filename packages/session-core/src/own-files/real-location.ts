import { lstat, readlink, realpath } from "node:fs/promises"
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path"

/**
 * Where a path would lead if it were made now: symbolic links resolved as far as there is anything, a link to what is not
 * there yet included.
 */
export const realLocation = async (path: string): Promise<string> => {
  let current = resolve(path)
  let missing = ""
  // Forty links in a row is where operating systems give up too.
  for (let links = 0; links < 40; ) {
    const real = await realpath(current).catch(() => null)
    if (real !== null) return join(real, missing)
    const target = await lstat(current).then(
      (stats) => (stats.isSymbolicLink() ? readlink(current) : null),
      () => null,
    )
    if (target === null) {
      if (current === dirname(current)) break
      missing = join(current.slice(dirname(current).length), missing)
      current = dirname(current)
    } else {
      links++
      current = resolve(dirname(current), target)
    }
  }
  return join(current, missing)
}

/** Whether `path` is `directory` or below it. Both are real paths. */
export const isInside = (path: string, directory: string): boolean => {
  const way = relative(directory, path)
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Whether a path leads into a directory, which is a real path. A path of another machine is not looked at, nor inside. */
export const leadsInto = async (path: string, directory: string, platform = process.platform): Promise<boolean> =>
  (!isNetworkPath(path, platform) || isNetworkPath(directory, platform)) &&
  isInside(await realLocation(path), directory)

/** Whether it is a Windows path such as `\\host\share`: to look at it would be enough to log in there. */
export const isNetworkPath = (path: string, platform = process.platform): boolean =>
  platform === "win32" && /^[\\/]{2}/.test(path)
