import { SessionStorageError } from "../errors/session-storage-error.ts"
import { specificationVersion } from "../provider/session-provider.ts"

/** Whom an error is about, and what would bring it up to date: both stand in sentences for people. */
export interface VersionedSide {
  /** `The provider of session-redis`. */
  what: string
  /** `session-redis`. */
  origin: string
}

/**
 * Checks that a provider speaks this version of the contract. Fails with `provider_incompatible` that has both versions and
 * says which side is to be updated.
 */
export function checkSpecificationVersion(version: unknown, { what, origin }: VersionedSide): void {
  if (version === specificationVersion) return
  if (typeof version !== "string" || !/^\d+$/.test(version)) {
    throw new SessionStorageError("provider_incompatible", `${what} has no specificationVersion.`, {
      hint: `Update ${origin}.`,
    })
  }
  const isNewer = Number(version) > Number(specificationVersion)
  throw new SessionStorageError(
    "provider_incompatible",
    `${what} speaks version ${version} of the provider contract, and this program version ${specificationVersion}.`,
    { hint: isNewer ? "Update @opencode/session-core and the program that uses it." : `Update ${origin}.` },
  )
}
