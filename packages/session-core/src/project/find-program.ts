import { constants } from "node:fs"
import { access, stat } from "node:fs/promises"
import { delimiter, isAbsolute, join } from "node:path"

/**
 * The absolute path of a program; null when PATH has none. Only absolute folders of PATH count: an empty or relative one is the
 * current folder, which may be a stranger's repository. Windows would look there even before PATH, and runs nothing but an
 * `.exe` without a shell.
 */
export const findProgram = async (
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> => {
  const isWindows = process.platform === "win32"
  // Names of variables have no case on Windows.
  const path = isWindows
    ? Object.entries(environment).find(([variable]) => variable.toUpperCase() === "PATH")?.[1]
    : environment.PATH
  for (const folder of (path ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue
    const file = join(folder, isWindows ? `${name}.exe` : name)
    if (await isProgram(file)) return file
  }
  return null
}

const isProgram = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
