import { hash } from "node:crypto"
import { realpath } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, isAbsolute, join, resolve } from "node:path"
import type { Configuration } from "@opencode/session-core/configuration"

/** The files that a mirror of one database keeps. */
export interface MirrorPlaces {
  /** Private to the user; it need not exist. */
  folder: string
  /** Its lock, and what it has sent. A SQLite file. */
  state: string
  /** What it is doing, for those who ask. JSON. */
  status: string
}

/** Where the mirror of a database keeps its files: the same for all processes of a user, whatever their configuration. */
export async function mirrorPlaces(
  database: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<MirrorPlaces> {
  const { XDG_STATE_HOME: named } = environment
  const state = named !== undefined && isAbsolute(named) ? named : join(homeOf(environment), ".local", "state")
  const folder = join(state, "opencode-session", "mirror")
  const path = await realpath(database).catch(() => resolve(database))
  const name = hash("sha256", path).slice(0, 16)
  return { folder, state: join(folder, `${name}.db`), status: join(folder, `${name}.json`) }
}

/** The user's home folder. */
export const homeOf = ({ HOME, USERPROFILE }: Readonly<Record<string, string | undefined>>): string =>
  HOME || USERPROFILE || homedir()

/** The file that remembers which projects the user has said are mirrored. It lies beside the user's trust in files. */
export const mirrorAnswersFile = ({ trustFile }: Pick<Configuration, "trustFile">): string =>
  join(dirname(trustFile), "mirrored-projects.json")
