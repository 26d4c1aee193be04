import { existsSync, realpathSync } from "node:fs"
import { dirname } from "node:path"

/**
 * Where the running program is installed: its dependencies may not be ours. A command is often started by a link. Code that
 * is not in a file finds its packages from the current folder, as its own imports do; a single executable finds them from the
 * folder that it is in.
 */
export function applicationFolders(script = process.argv[1], executable = process.execPath): string[] {
  if (script === undefined) return [process.cwd()]
  if (!existsSync(script)) return []
  const real = realPath(script)
  // Within a single executable, there seems to be a file that is on no disk.
  return real === null ? foldersOf(executable, realPath(executable)) : foldersOf(script, real)
}

const foldersOf = (file: string, real: string | null): string[] => [
  ...new Set([dirname(file), ...(real === null ? [] : [dirname(real)])]),
]

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}
