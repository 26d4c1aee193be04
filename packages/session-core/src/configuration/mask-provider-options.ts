import type { JsonObject, JsonValue } from "../model/json.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { looksLikeAddress } from "../secrets/looks-like-address.ts"
import { mask } from "../secrets/mask.ts"
import { maskAddress } from "../secrets/mask-address.ts"
import { redactSecrets } from "../secrets/redact-secrets.ts"
import { isAddressKey } from "../secrets/secret-key.ts"
import { isJsonObject } from "./merge-json.ts"

/**
 * A copy of a provider's options for display. A value is masked because it is an option of a provider: only its definition can
 * say that one is no secret (`publicOptions`). Which options are set stays visible, and so do null and `""`, which hold
 * nothing. Without a definition, whose code is not run to show something, everything is masked.
 */
export const maskProviderOptions = (
  options: JsonObject,
  definition: Pick<ProviderDefinition, "publicOptions"> | undefined,
): JsonObject => {
  const shown = new Set(definition?.publicOptions)
  const maskObject = (object: JsonObject, path: readonly string[]): JsonObject =>
    // fromEntries defines keys, so that one called `__proto__` stays a key.
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => {
        const inner = [...path, key]
        if (isJsonObject(value)) return [key, maskObject(value, inner)]
        return [key, shown.has(inner.join(".")) ? shownValue(key, value) : maskedValue(value)]
      }),
    )
  return maskObject(options, [])
}

const maskedValue = (value: JsonValue | undefined): JsonValue =>
  value === undefined || value === null ? null : value === "" ? "" : mask

/** Also where a value may be shown, somebody may have written a whole address with its password. */
const shownValue = (key: string, value: JsonValue | undefined): JsonValue => {
  if (typeof value === "string") {
    if (value === "") return ""
    return isAddressKey(key) || looksLikeAddress(value) ? maskAddress(value) : redactSecrets(value)
  }
  // A list or a number where a text is meant is shown as what it is, unless it could hold anything.
  return typeof value === "object" && value !== null ? mask : (value ?? null)
}

/** Shorter values are words such as `on` or `db`: to replace those would spoil a sentence and hide nothing. */
const shortestSecret = 4

/**
 * A text with every masked value of a provider's options replaced: for errors of a provider, which may have put one into its
 * message.
 */
export const withoutOptionValues = (
  text: string,
  options: JsonObject,
  definition: Pick<ProviderDefinition, "publicOptions">,
): string => {
  const shown = new Set(definition.publicOptions)
  const secrets: string[] = []
  const collect = (value: JsonValue | undefined, path: string): void => {
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) collect(inner, path === "" ? key : `${path}.${key}`)
    } else if (!shown.has(path) && (typeof value === "string" || typeof value === "number")) {
      const secret = String(value)
      if (secret.length >= shortestSecret) secrets.push(secret)
    }
  }
  collect(options, "")
  // The longest first: one may be a part of another.
  secrets.sort((left, right) => right.length - left.length)
  return secrets.reduce((result, secret) => result.replaceAll(secret, mask), text)
}
