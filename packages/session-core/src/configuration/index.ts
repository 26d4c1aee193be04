export { assertOwnFiles, assertTrustedOptions, assertTrustedTarget, assertTrustedType } from "./assert-trusted.ts"
export type { Configuration, ConfigurationFile, ConfigurationOrigin, ConfigurationScope } from "./configuration.ts"
export { trustFilePath, type UserPlaces } from "./configuration-places.ts"
export { type LoadConfigurationOptions, loadConfiguration } from "./load-configuration.ts"
export { type LoadProviderDefinitionOptions, loadProviderDefinition } from "./load-provider-definition.ts"
export { looksLikeAddress } from "./looks-like-address.ts"
export { maskConfiguration } from "./mask-configuration.ts"
export { maskProviderOptions } from "./mask-provider-options.ts"
export { nearestKey } from "./nearest-key.ts"
export { redactSecrets } from "./redact-secrets.ts"
export {
  isTrusted,
  requestTrust,
  type TrustGrant,
  type TrustRequest,
  trustConfigurationFile,
} from "./trust.ts"
export type { TrustEntry, TrustedCode, TrustedLocation } from "./trust-file.ts"
