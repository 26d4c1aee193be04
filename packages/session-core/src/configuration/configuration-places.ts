import { realpath } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, isAbsolute, join, resolve } from "node:path"

/** In each place all three are read; when several are there, a later one wins, key by key. */
export const configurationFileNames = ["opencode.json", "opencode.jsonc", ".opencode.json"] as const

/** Whose places to look in. */
export interface UserPlaces {
  /** `HOME`, `USERPROFILE` and `XDG_CONFIG_HOME` are read from it. */
  environment: Readonly<Record<string, string | undefined>>
  /** The user's home folder; by default the environment's, else the system's. */
  homeDirectory?: string | undefined
}

export const homeDirectoryOf = ({ environment, homeDirectory }: UserPlaces): string =>
  homeDirectory || environment.HOME || environment.USERPROFILE || systemHome()

/** A user without a name, as in a container, has no home. What is at the top of the disk is the administrator's. */
function systemHome(): string {
  try {
    return homedir()
  } catch {
    return resolve("/")
  }
}

/** `$XDG_CONFIG_HOME/opencode`, else `~/.config/opencode`. A relative XDG_CONFIG_HOME is void, as its standard says. */
const userConfigurationDirectory = (places: UserPlaces): string => {
  const xdg = places.environment.XDG_CONFIG_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(homeDirectoryOf(places), ".config"), "opencode")
}

/** The file that remembers which files the user trusts. */
export const trustFilePath = (places: UserPlaces): string =>
  join(userConfigurationDirectory(places), "trusted-configuration.json")

/** The places of the user's own files, the strongest first: `$HOME`, `$XDG_CONFIG_HOME/opencode`, `~/.config/opencode`. */
export const globalPlaces = (places: UserPlaces): string[] => {
  const home = homeDirectoryOf(places)
  return [...new Set([home, userConfigurationDirectory(places), join(home, ".config", "opencode")])]
}

/**
 * The places of a project's files, the strongest last: from the project's top folder down to the session's folder. What
 * is one of the user's own places is left out: somebody who works in `$HOME` has no project file there, but a global one.
 */
export const projectPlaces = async (
  directory: string,
  projectDirectory: string,
  global: readonly string[],
): Promise<string[]> => {
  const own = new Set(await Promise.all(global.map(realPathOrSelf)))
  return foldersBetween(directory, projectDirectory).filter((place) => !own.has(place))
}

const foldersBetween = (directory: string, top: string): string[] => {
  const folders: string[] = []
  for (let folder = directory; ; folder = dirname(folder)) {
    folders.unshift(folder)
    if (folder === top) return folders
    // The session's folder is outside of the project: nothing above it is the project's.
    if (folder === dirname(folder)) return [...new Set([top, directory])]
  }
}

/** The path with symbolic links resolved; itself when there is nothing. */
export const realPathOrSelf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path))
