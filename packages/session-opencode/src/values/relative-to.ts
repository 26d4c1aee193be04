import { posix } from "node:path"

/**
 * A folder of any machine, relative to another, with `/`: `""` for the same one, `../` for one beside it. One that is on
 * another Windows drive stays as it is. Windows does not tell letters by their case.
 */
export function relativeTo(top: string, path: string): string {
  const from = withSlashes(top)
  const to = withSlashes(path)
  if (!isOfWindows(from) && !isOfWindows(to)) {
    return from.startsWith("/") && to.startsWith("/") ? posix.relative(from, to) : to
  }
  const [fromDrive = "", ...fromFolders] = segmentsOf(from)
  const [toDrive = "", ...toFolders] = segmentsOf(to)
  if (fromDrive.toLowerCase() !== toDrive.toLowerCase()) return to
  const isSame = (index: number) => fromFolders[index]?.toLowerCase() === toFolders[index]?.toLowerCase()
  let same = 0
  while (same < fromFolders.length && same < toFolders.length && isSame(same)) same += 1
  return [...fromFolders.slice(same).map(() => ".."), ...toFolders.slice(same)].join("/")
}

/** The last name of a folder's path, of any machine. */
export const lastNameOf = (path: string): string => segmentsOf(withSlashes(path)).at(-1) ?? ""

/** Whether a path is the top of a machine or of a drive: everything is below it. */
export const isTop = (path: string): boolean => /^(?:[A-Za-z]:)?[\\/]*$/.test(path)

const isOfWindows = (path: string): boolean => /^(?:[A-Za-z]:(?:\/|$)|\/\/)/.test(path)

/** What begins like a path of Windows may have either slash; on Unix a backslash may be part of a name. */
const withSlashes = (path: string): string => (/^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path.replaceAll("\\", "/") : path)

const segmentsOf = (path: string): string[] =>
  posix
    .normalize(path)
    .split("/")
    .filter((name) => name !== "" && name !== ".")
