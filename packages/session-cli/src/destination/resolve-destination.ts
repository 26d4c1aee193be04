import type { Stats } from "node:fs"
import { lstat, readlink, stat } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { pathArgument } from "../usage/path-argument.ts"
import { fileError } from "./file-error.ts"

/** Where `-o` leads to. */
export type Destination =
  /** A regular file, or none yet: it is replaced as a whole. Symbolic links that led to it stay. */
  | { kind: "file"; path: string }
  /** Something to be written through: replacing it would cut off the program behind it. */
  | { kind: "pipe" | "socket" | "device" | "descriptor"; path: string }
  | { kind: "standard-output" }

/** Where operating systems give up, too. */
const maximumLinks = 40

/** An open file of this process: `/dev/fd/63` of a process substitution, `/dev/stdout`, which leads to `/proc/self/fd/1`. */
const descriptorPath = /^(?:\/dev\/fd|\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/fd)\/(\d+)$/

/** `//./pipe/name`, in either kind of slashes. */
const windowsPipe = /^[\\/]{2}[.?][\\/]pipe[\\/]/i

/**
 * Follows a path to what is to be written. `-` is standard output.
 *
 * Fails with `invalid_input` for what cannot be written to, such as a folder or a whole disk, and with `access_denied` for a
 * link or a pipe that another user has put into a folder that everyone may write to.
 */
export async function resolveDestination(file: string, directory: string): Promise<Destination> {
  if (file === "-") return { kind: "standard-output" }
  if (process.platform === "win32" && windowsPipe.test(file)) return { kind: "socket", path: file }
  const path = pathArgument(file, directory, "The file of -o")
  if (/[\\/]$/.test(file)) throw isFolder(path)
  try {
    return await follow(path)
  } catch (error) {
    throw fileError(error, path)
  }
}

async function follow(file: string): Promise<Destination> {
  let path = file
  for (let links = 0; links <= maximumLinks; links += 1) {
    const descriptor = descriptorPath.exec(path)?.[1]
    if (descriptor !== undefined) return descriptor === "1" ? { kind: "standard-output" } : openFile(path)
    const stats = await lstat(path).catch(ifMissing)
    if (stats === null) return { kind: "file", path }
    if (!stats.isSymbolicLink()) return destinationOf(path, stats)
    await assertNotPlanted(path, stats)
    path = resolve(dirname(path), await readlink(path))
  }
  throw new SessionStorageError("invalid_input", `${file} is a symbolic link that leads back to itself.`, {
    hint: "Name the file itself.",
  })
}

const isFolder = (path: string): SessionStorageError =>
  new SessionStorageError("invalid_input", `${path} is a folder.`, { hint: "Name a file in it." })

/** A descriptor is opened again by its path, at its end: what the shell has opened it for stays as it is. */
async function openFile(path: string): Promise<Destination> {
  const stats = await stat(path).catch(ifMissing)
  if (stats?.isSocket()) {
    throw new SessionStorageError("invalid_input", `${path} is a connection, which cannot be opened again.`, {
      hint: "Write to standard output instead: leave -o out.",
    })
  }
  return stats?.isFIFO() ? { kind: "pipe", path } : { kind: "descriptor", path }
}

async function destinationOf(path: string, stats: Stats): Promise<Destination> {
  if (stats.isFile()) return { kind: "file", path }
  if (stats.isDirectory()) {
    throw isFolder(path)
  }
  if (stats.isCharacterDevice()) return { kind: "device", path }
  if (stats.isFIFO() || stats.isSocket()) {
    await assertNotPlanted(path, stats)
    return { kind: stats.isFIFO() ? "pipe" : "socket", path }
  }
  throw new SessionStorageError("invalid_input", `${path} is a disk: writing to it would destroy what it holds.`, {
    hint: "Name a file.",
  })
}

/**
 * In a folder such as /tmp another user may have put a link or a pipe of that name, to have something of this user replaced or
 * to read along. Kernels refuse to follow those, but only where they open the file themselves.
 */
async function assertNotPlanted(path: string, { uid }: Stats): Promise<void> {
  const own = process.geteuid?.()
  if (own === undefined || !mayBePlanted(own, uid, await stat(dirname(path)))) return
  throw new SessionStorageError(
    "access_denied",
    `${path} belongs to another user, in a folder that everyone may write to.`,
    { hint: "Choose a file in a folder of your own." },
  )
}

/** Whether somebody else may have made what `owner` has in a folder. What is its folder's owner's is its folder's. */
export const mayBePlanted = (own: number, owner: number, folder: Pick<Stats, "mode" | "uid">): boolean =>
  owner !== own && owner !== folder.uid && (folder.mode & 0o002) !== 0

function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null
  throw error
}
