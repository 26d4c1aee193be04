import { realpath, stat } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import type { Destination } from "./resolve-destination.ts"

/** A file or folder that a command reads. */
export interface Input {
  path: string
  /** What it is, for people: `the database that is open`. */
  description: string
}

/**
 * Refuses to write to a file that the command reads, whatever it is called: by another name, through a link, as a hard link,
 * or in a folder that is read as a whole. Fails with `invalid_input`.
 */
export async function refuseInputs(destination: Destination, inputs: readonly Input[]): Promise<void> {
  if (destination.kind === "standard-output") return
  const { path } = destination
  for (const input of inputs) {
    if (!(await isSame(path, input.path)) && !(await isBelow(path, input.path))) continue
    throw new SessionStorageError("invalid_input", `${path} is ${input.description}: it would be destroyed.`, {
      hint: "Choose another file.",
    })
  }
}

async function isSame(left: string, right: string): Promise<boolean> {
  const [one, other] = await Promise.all([identityOf(left), identityOf(right)])
  if (one !== null && other !== null) return one === other
  // One that is not there yet, such as a database's log, must not come into being as something else.
  return (await nameOf(left)) === (await nameOf(right))
}

async function isBelow(path: string, folder: string): Promise<boolean> {
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (!isFolder) return false
  for (let current = dirname(path); ; current = dirname(current)) {
    if (await isSame(current, folder)) return true
    if (current === dirname(current)) return false
  }
}

/** The file itself, whatever leads to it; null when there is none. */
const identityOf = (path: string): Promise<string | null> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  )

const nameOf = async (path: string): Promise<string> =>
  join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path))
