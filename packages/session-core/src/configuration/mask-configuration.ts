import type { JsonValue } from "../model/json.ts"
import { mask, redactSecrets } from "./redact-secrets.ts"
import { isAddressKey, isSecretKey } from "./secret-key.ts"

/**
 * A copy of configuration values for display: what is under `password`, `token`, `secret`, `key` and the like is masked,
 * whatever its type; a `dsn` or `url` keeps host and database when it is plainly written. Null and `""` stay: they hold
 * nothing, and that is worth seeing.
 */
export const maskConfiguration = (value: JsonValue): JsonValue => maskValue("", value)

const maskValue = (key: string, value: JsonValue | undefined): JsonValue => {
  if (value === undefined || value === null || value === "") return value ?? null
  if (isSecretKey(key)) return mask
  if (typeof value === "string") return isAddressKey(key) ? maskAddress(value) : redactSecrets(value)
  // An array's items are what its key says: `passwords`, `urls`.
  if (Array.isArray(value)) return value.map((item) => maskValue(key, item))
  if (typeof value === "object") {
    // fromEntries defines keys, so that one called `__proto__` stays a key.
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskValue(name, item)]))
  }
  return value
}

/** `user:password@tcp(host)/database?…` becomes `***@tcp(host)/database`; what has another form is masked whole. */
const maskAddress = (address: string): string => {
  const url = /^([a-z][a-z0-9+.-]*:\/\/)(?:.*@)?([\w.:[\]-]*(?:\/[\w.-]*)?)(?:\?[^@]*)?$/is.exec(address)
  if (url) return `${url[1]}${address.includes("@") ? `${mask}@` : ""}${url[2]}`
  // The Go driver's rule: the last `/`, then the last `@` before it, because a password may hold both.
  const beforeParameters = address.slice(0, address.lastIndexOf("/"))
  const at = beforeParameters.lastIndexOf("@")
  const server = /^(?:\w+(?:\([^()@]*\))?)?\/[\w.$%-]*(?=\?|$)/.exec(address.slice(at + 1))
  return server ? `${at < 0 ? "" : `${mask}@`}${server[0]}` : mask
}
