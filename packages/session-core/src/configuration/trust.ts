import { basename, dirname, join, resolve } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import type { ConfigurationFile } from "./configuration.ts"
import { realPathOrSelf, trustFilePath, type UserPlaces } from "./configuration-places.ts"
import { readBytes, sha256Of } from "./read-configuration-file.ts"
import { showText } from "./show.ts"
import { addTrustEntry, readTrustFile, type TrustEntry } from "./trust-file.ts"

/**
 * Trusts a project's configuration file as it is now. Trust is for this content in this place: the same text elsewhere
 * means another folder by `./`, and another text is another wish. A module that a trusted file names is trusted with it,
 * whatever it becomes.
 *
 * Fails with `invalid_configuration` when there is no such file or the user's trust cannot be read, with
 * `access_denied` when it cannot be written, and with `busy`.
 */
export const trustConfigurationFile = async (path: string, places: UserPlaces): Promise<TrustEntry> => {
  const bytes = await readBytes(path)
  if (bytes === null) {
    throw new SessionStorageError("invalid_configuration", `There is no file ${showText(path)}.`, {
      hint: "Name the configuration file that is to be trusted.",
    })
  }
  const entry = { path: await canonicalPath(path), sha256: await sha256Of(bytes), trustedAt: Date.now() }
  await addTrustEntry(trustFilePath(places), entry)
  return entry
}

/** Whether a file may ask for anything: the user's own may, a project's when the user has trusted its content. */
export const isTrusted = async (file: ConfigurationFile, trustFile: string): Promise<boolean> => {
  if (file.scope === "global") return true
  const path = await canonicalPath(file.path)
  return (await readTrustFile(trustFile)).some((entry) => entry.path === path && entry.sha256 === file.sha256)
}

/** The folder's real path; the file itself may be a link, because its content is what counts. */
const canonicalPath = async (path: string): Promise<string> => {
  const absolute = resolve(path)
  return join(await realPathOrSelf(dirname(absolute)), basename(absolute))
}
