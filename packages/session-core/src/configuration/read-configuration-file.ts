import { constants, type Stats } from "node:fs"
import { open } from "node:fs/promises"
import { dirname } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import { type FileRisk, findRisk, riskOf } from "../own-files/file-risk.ts"
import { isOwn } from "../own-files/is-own.ts"
import { showKeyPath, showText } from "../secrets/show.ts"
import { withAbsolutePaths } from "./absolute-paths.ts"
import type { ConfigurationScope } from "./configuration.ts"
import type { FileLayer } from "./configuration-layer.ts"

/** A configuration is written by hand: what is larger is none. */
const largestFile = 1024 * 1024

/** Reads and checks one file; null when it is not there. Fails with `invalid_configuration`. */
export const readConfigurationFile = async (
  path: string,
  scope: ConfigurationScope,
  homeDirectory: string,
): Promise<FileLayer | null> => {
  const read = await readBytes(path)
  if (read === null) return null
  const { bytes, stats } = read
  const { parseConfiguration } = await import("./parse-configuration.ts")
  const values = parseConfiguration(bytes, path)
  if (Object.keys(values).length > 0) {
    // Loaded only where something is configured: schemas would otherwise be a good part of every start.
    const { checkConfiguration } = await import("./check-configuration.ts")
    checkConfiguration(values, (keys) => `${showKeyPath(keys)} in ${showText(path)}`)
  }
  const risk = Object.keys(values).length > 0 ? (riskOf(path, stats) ?? (await riskAround(path))) : null
  return {
    file: { path, scope, sha256: await sha256Of(bytes), ...(risk === null ? {} : { risk }) },
    origin: { kind: "file", scope, path },
    values: withAbsolutePaths(values, dirname(path), homeDirectory),
  }
}

/** The link and the folder: anyone who can write there can replace the file. The folder's owner does not matter. */
const riskAround = async (path: string): Promise<FileRisk | null> => {
  const link = await findRisk(path)
  if (link !== null) return link
  const folder = await findRisk(dirname(path))
  return folder !== null && isOwn(folder.owner) ? folder : null
}

const sha256Of = async (bytes: Uint8Array): Promise<string> => {
  const { createHash } = await import("node:crypto")
  return createHash("sha256").update(bytes).digest("hex")
}

/** A configuration file's content, and what its file is like; null when there is none. Fails with `invalid_configuration`. */
const readBytes = async (path: string): Promise<{ bytes: Buffer; stats: Stats } | null> => {
  try {
    // Not blocking: a pipe of that name, in somebody's repository, would otherwise be waited for.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await handle.stat()
      if (!stats.isFile()) throw unreadable(path, "is not a regular file", "Remove it, or put a file in its place.")
      if (stats.size > largestFile) throw unreadable(path, "is larger than 1 MiB", "Make it shorter.")
      return { bytes: await handle.readFile(), stats }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (SessionStorageError.isInstance(error)) throw error
    // Node's file functions throw errors with a code.
    const code = (error as NodeJS.ErrnoException).code
    if (code === "ENOENT" || code === "ENOTDIR") return null
    throw unreadable(path, `cannot be read (${code ?? "unknown reason"})`, "Check the file's permissions.", error)
  }
}

const unreadable = (path: string, problem: string, hint: string, cause?: unknown): SessionStorageError =>
  new SessionStorageError("invalid_configuration", `${showText(path)} ${problem}.`, { hint, cause })
