import { stat } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import type { ConfigurationFile } from "../configuration/configuration.ts"
import {
  configurationFileNames,
  homeDirectoryOf,
  realPathOrSelf,
  trustFilePath,
  type UserPlaces,
} from "../configuration/configuration-places.ts"
import { maskConfiguration } from "../configuration/mask-configuration.ts"
import { isJsonObject, valueAt } from "../configuration/merge-json.ts"
import { readConfigurationFile } from "../configuration/read-configuration-file.ts"
import { isModulePath } from "../configuration/resolve-path.ts"
import { SessionStorageError } from "../errors/index.ts"
import type { JsonObject } from "../model/json.ts"
import { findRisk } from "../own-files/file-risk.ts"
import { showText } from "../secrets/show.ts"
import { type ModuleCode, readModuleCode } from "./module-code.ts"
import { namedPrograms } from "./named-programs.ts"
import { changeTrust, readTrustFile, type TrustEntry, type TrustedLocation } from "./trust-file.ts"

/** What was trusted: a configuration file's content, or a folder or file that others may write to. */
export type TrustGrant =
  /** A configuration file, as it was. */
  | { file: TrustEntry }
  /** A folder or another file, as long as it belongs to the same user. */
  | { location: TrustedLocation }

/** Something that may be trusted, as it is at this moment. */
export interface TrustRequest {
  /** Absolute. */
  path: string
  /** Our part of a configuration file, with absolute paths, secrets masked. Null for a folder or another file. */
  asksFor: JsonObject | null
  /** Modules and programs that it names by their paths, and the files that these import. */
  code: readonly string[]
  /** Why others decide what is there, for people; null when they do not. */
  risk: string | null
  /** Trusts what this request has shown, even if the file has changed meanwhile: then it is asked about again. */
  grant(): Promise<TrustGrant>
}

/**
 * Looks at a project's configuration file, or at a folder that belongs to others, before it is trusted.
 *
 * Trust is for this content in this place: the same text elsewhere means another folder by `./`, and another text is another
 * wish. A module that a file names by its path is trusted with the files that it imports, as they are. A folder is trusted as
 * long as it belongs to the same user.
 *
 * Fails with `invalid_configuration` when there is nothing at the path or the user's trust cannot be read; `grant` fails with
 * `access_denied` when trust cannot be written, and with `busy`.
 */
export const requestTrust = async (path: string, places: UserPlaces): Promise<TrustRequest> => {
  const stats = await stat(path).catch(() => null)
  if (stats === null) {
    throw new SessionStorageError("invalid_configuration", `There is no file ${showText(path)}.`, {
      hint: "Name the configuration file that is to be trusted.",
    })
  }
  const isConfiguration = configurationFileNames.some((name) => name === basename(path))
  return stats.isFile() && isConfiguration
    ? requestFileTrust(path, places)
    : requestLocationTrust(resolve(path), stats.uid, places)
}

/** Trusts a project's configuration file as it is now, without looking at it. See `requestTrust`. */
export const trustConfigurationFile = async (path: string, places: UserPlaces): Promise<TrustEntry> => {
  const { entry, grant } = await requestFileTrust(path, places)
  await grant()
  return entry
}

const requestFileTrust = async (path: string, places: UserPlaces): Promise<TrustRequest & { entry: TrustEntry }> => {
  // As it is found when it is used: relative paths in it mean the same.
  const absolute = await canonicalPath(path)
  const layer = await readConfigurationFile(absolute, "project", homeDirectoryOf(places))
  if (layer === null) {
    throw new SessionStorageError("invalid_configuration", `There is no file ${showText(path)}.`, {
      hint: "Name the configuration file that is to be trusted.",
    })
  }
  const { values, file } = layer
  const type = valueAt(values, ["sessionProvider", "type"])
  const programs = await namedPrograms(values.sessionProvider, homeDirectoryOf(places))
  const module = typeof type === "string" && isModulePath(type) ? [type] : []
  const code: ModuleCode[] = []
  for (const each of new Set([...module, ...programs])) code.push(await readModuleCode(each, dirname(absolute)))
  const entry: TrustEntry = {
    path: absolute,
    sha256: file.sha256,
    trustedAt: Date.now(),
    code: code.map((each) => ({ path: each.path, sha256: each.sha256 })),
  }
  const masked = maskConfiguration(values)
  return {
    path: absolute,
    asksFor: isJsonObject(masked) ? masked : {},
    code: [...new Set(code.flatMap((each) => each.files))],
    risk: file.risk === undefined ? null : `${file.risk.path}: ${file.risk.reason}`,
    entry,
    async grant() {
      await changeTrust(trustFilePath(places), ({ trusted, locations }) => ({
        trusted: [...trusted.filter((each) => each.path !== entry.path || each.sha256 !== entry.sha256), entry],
        locations,
      }))
      return { file: entry }
    },
  }
}

const requestLocationTrust = async (path: string, owner: number, places: UserPlaces): Promise<TrustRequest> => {
  const risk = await findRisk(path)
  // Of a link that is another user's, that user is trusted.
  const location = { path: await realPathOrSelf(path), owner: risk?.owner ?? owner, trustedAt: Date.now() }
  return {
    path,
    asksFor: null,
    code: [],
    risk: risk?.reason ?? null,
    async grant() {
      await changeTrust(trustFilePath(places), ({ trusted, locations }) => ({
        trusted,
        locations: [...locations.filter((each) => each.path !== location.path), location],
      }))
      return { location }
    },
  }
}

/**
 * Whether a file may ask for anything: the user's own may, unless others decide what it says, and any file whose content the
 * user has trusted.
 */
export const isTrusted = async (file: ConfigurationFile, trustFile: string): Promise<boolean> =>
  (file.scope === "global" && file.risk === undefined) || (await findEntry(file, trustFile)) !== undefined

/** Whether the code of a module or program is what the user has trusted together with the file that names it. */
export const isTrustedCode = async (file: ConfigurationFile, codePath: string, trustFile: string): Promise<boolean> => {
  const trusted = (await findEntry(file, trustFile))?.code.find(({ path }) => path === codePath)
  return trusted !== undefined && trusted.sha256 === (await readModuleCode(codePath, dirname(file.path))).sha256
}

const findEntry = async (file: ConfigurationFile, trustFile: string): Promise<TrustEntry | undefined> => {
  const path = await canonicalPath(file.path)
  const { trusted } = await readTrustFile(trustFile)
  return trusted.find((entry) => entry.path === path && entry.sha256 === file.sha256)
}

/** The folder's real path; the file itself may be a link, because its content is what counts. */
const canonicalPath = async (path: string): Promise<string> => {
  const absolute = resolve(path)
  return join(await realPathOrSelf(dirname(absolute)), basename(absolute))
}
