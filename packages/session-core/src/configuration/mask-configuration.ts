import type { JsonValue } from "../model/json.ts"
import { looksLikeAddress } from "../secrets/looks-like-address.ts"
import { mask } from "../secrets/mask.ts"
import { maskAddress } from "../secrets/mask-address.ts"
import { redactSecrets } from "../secrets/redact-secrets.ts"
import { isAddressKey, isSecretKey } from "../secrets/secret-key.ts"

/**
 * A copy of configuration values for display: what is under `password`, `token`, `secret`, `key` and the like is masked,
 * whatever its type; a `dsn` or `url` keeps host and database when it is plainly written. Null and `""` stay: they hold
 * nothing, and that is worth seeing.
 */
export const maskConfiguration = (value: JsonValue): JsonValue => maskValue("", value)

const maskValue = (key: string, value: JsonValue | undefined): JsonValue => {
  if (value === undefined || value === null || value === "") return value ?? null
  if (isSecretKey(key)) return mask
  if (typeof value === "string") {
    return isAddressKey(key) || looksLikeAddress(value) ? maskAddress(value) : redactSecrets(value)
  }
  // An array's items are what its key says: `passwords`, `urls`.
  if (Array.isArray(value)) return value.map((item) => maskValue(key, item))
  if (typeof value === "object") {
    // fromEntries defines keys, so that one called `__proto__` stays a key.
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskValue(name, item)]))
  }
  return value
}
