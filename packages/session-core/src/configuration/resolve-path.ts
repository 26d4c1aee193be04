import { isAbsolute, join, resolve } from "node:path"

/** Makes a path from a configuration absolute: `~` is the home folder, a relative one begins where it was written. */
export const resolvePath = (path: string, writtenIn: string, homeDirectory: string): string => {
  if (path === "~") return homeDirectory
  if (/^~[/\\]/.test(path)) return join(homeDirectory, path.slice(2))
  return resolve(writtenIn, path)
}

/** Whether a provider's type is a path to a module, not the name of a package. */
export const isModulePath = (type: string): boolean => /^(?:\.{1,2}|~)(?:[/\\]|$)/.test(type) || isAbsolute(type)
