import { dirname } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import { type FileRisk, findRisk } from "../own-files/file-risk.ts"
import { isOwn } from "../own-files/is-own.ts"
import { isInside, realLocation } from "../own-files/real-location.ts"
import { shellQuote } from "../own-files/shell-quote.ts"
import type { ProviderTarget } from "../provider/provider-definition.ts"
import { showText } from "../secrets/show.ts"
import { readTrustFile, type TrustedLocation } from "./trust-file.ts"

/**
 * To be called before a provider opens its file, and again once it is open: sessions are not written where another user could
 * read or change them, unless the user trusts that folder. Looks at the folder, the file and the files beside it.
 *
 * Fails with `untrusted_configuration` that names the command that helps.
 */
export const assertOwnLocation = async ({ path, files = [] }: ProviderTarget, trustFile: string): Promise<void> => {
  if (path === undefined) return
  const folder = dirname(await realLocation(path))
  for (const each of [folder, path, ...files]) {
    const risk = await findRisk(each)
    if (risk !== null && !(await isTrustedLocation(risk, trustFile))) throw locationError(risk)
  }
}

/** Whether the user trusts that folder or file, or one around it, and its owner is still the same. */
const isTrustedLocation = async ({ path, owner }: FileRisk, trustFile: string): Promise<boolean> => {
  const location = await realLocation(path)
  const { locations } = await readTrustFile(trustFile)
  return locations.some((each) => isInside(location, each.path) && isAllowedOwner(owner, each))
}

const isAllowedOwner = (owner: number, location: TrustedLocation): boolean => isOwn(owner) || owner === location.owner

const locationError = (risk: FileRisk): SessionStorageError =>
  new SessionStorageError(
    "untrusted_configuration",
    `${showText(risk.path)} is not used for sessions: ${risk.reason}.`,
    {
      hint: `If it is yours, run: ${risk.fix}. To use it as it is, run: opencode-session config trust ${shellQuote(risk.path)}. Or set OPENCODE_DATA_DIRECTORY to a folder of your own.`,
    },
  )
