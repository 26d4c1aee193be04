import { posix } from "node:path"

/**
 * A folder of any machine, relative to another, with `/`: `""` for the same one, `../` for one beside it. One that is on
 * another Windows drive stays as it is.
 */
export function relativeTo(top: string, path: string): string {
  const from = withSlashes(top)
  const to = withSlashes(path)
  const isWindows = /^[A-Za-z]:/.test(from) || /^[A-Za-z]:/.test(to)
  if (isWindows && from.slice(0, 2).toLowerCase() !== to.slice(0, 2).toLowerCase()) return to
  if (!isWindows && (!from.startsWith("/") || !to.startsWith("/"))) return to
  return isWindows ? posix.relative(`/${from.slice(2)}`, `/${to.slice(2)}`) : posix.relative(from, to)
}

// On Unix a backslash may be part of a name.
const withSlashes = (path: string): string => (/^[A-Za-z]:\\|^\\\\/.test(path) ? path.replaceAll("\\", "/") : path)
