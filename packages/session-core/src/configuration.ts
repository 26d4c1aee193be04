/**
 * For programs that show the settings in force, ask their user to trust a file, or open a second store beside the configured
 * one, as the `opencode-session` command does. `openSessionStore` does all that an application needs.
 */
export type {
  Configuration,
  ConfigurationFile,
  ConfigurationOrigin,
  ConfigurationScope,
  MirrorSettings,
} from "./configuration/configuration.ts"
export type { UserPlaces } from "./configuration/configuration-places.ts"
export { type ValueInForce, valuesInForce } from "./configuration/values-in-force.ts"
export { openProvider } from "./open/open-provider.ts"
export { resolveSetup, type Setup, type SetupOptions } from "./open/resolve-setup.ts"
export type { FileRisk } from "./own-files/file-risk.ts"
export { isTrusted, requestTrust, type TrustGrant, type TrustRequest } from "./trust/trust.ts"
export type { TrustEntry, TrustedCode, TrustedLocation } from "./trust/trust-file.ts"
