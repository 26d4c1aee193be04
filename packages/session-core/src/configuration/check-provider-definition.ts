import { SessionStorageError } from "../errors/index.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { specificationVersion } from "../provider/session-provider.ts"
import { showText } from "./show.ts"

/**
 * Checks that what a module exports as `provider` is one that this version can talk to. Fails with `provider_incompatible`
 * that says what is missing, or which side is to be updated.
 */
export const checkProviderDefinition = (provider: unknown, type: string): ProviderDefinition => {
  if (typeof provider !== "object" || provider === null) {
    throw incompatible(
      `${showText(type)} exports no \`provider\`.`,
      "Check sessionProvider.type: is that a session provider?",
    )
  }
  // Any object may be asked for any key.
  const candidate = provider as Record<string, unknown>
  checkVersion(candidate.specificationVersion, type)
  const missing = [
    ...(typeof candidate.name === "string" ? [] : ["name"]),
    ...["parseOptions", "target", "open"].filter((key) => typeof candidate[key] !== "function"),
  ]
  if (missing.length > 0) {
    throw incompatible(`The provider of ${showText(type)} lacks ${missing.join(", ")}.`, `Update ${showText(type)}.`)
  }
  // All its members were looked at. What its functions take and give no check can tell.
  return provider as ProviderDefinition
}

const checkVersion = (version: unknown, type: string): void => {
  if (version === specificationVersion) return
  if (typeof version !== "string" || !/^\d+$/.test(version)) {
    throw incompatible(`The provider of ${showText(type)} has no specificationVersion.`, `Update ${showText(type)}.`)
  }
  const isNewer = Number(version) > Number(specificationVersion)
  throw incompatible(
    `The provider of ${showText(type)} speaks version ${version} of the provider contract, and this program version ${specificationVersion}.`,
    isNewer ? "Update @opencode/session-core and the program that uses it." : `Update ${showText(type)}.`,
  )
}

const incompatible = (message: string, hint: string): SessionStorageError =>
  new SessionStorageError("provider_incompatible", message, { hint })
