import { SessionStorageError } from "../errors/index.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { checkSpecificationVersion, type VersionedSide } from "../validation/check-specification-version.ts"

/**
 * Checks that what a module exports as `provider`, or an application brings, is one that this version can talk to. Fails with
 * `provider_incompatible` that says what is missing, or which side is to be updated.
 */
export const checkProviderDefinition = (provider: unknown, side: VersionedSide): ProviderDefinition => {
  const { what, origin } = side
  if (typeof provider !== "object" || provider === null) {
    throw incompatible(`${origin} exports no \`provider\`.`, "Check sessionProvider.type: is that a session provider?")
  }
  // Any object may be asked for any key.
  const candidate = provider as Record<string, unknown>
  checkSpecificationVersion(candidate.specificationVersion, side)
  const missing = [
    ...(typeof candidate.name === "string" ? [] : ["name"]),
    ...["parseOptions", "target", "open"].filter((key) => typeof candidate[key] !== "function"),
  ]
  if (missing.length > 0) throw incompatible(`${what} lacks ${missing.join(", ")}.`, `Update ${origin}.`)
  // All its members were looked at. What its functions take and give no check can tell.
  return provider as ProviderDefinition
}

const incompatible = (message: string, hint: string): SessionStorageError =>
  new SessionStorageError("provider_incompatible", message, { hint })
