import type { JsonValue } from "../model/json.ts"
import { looksLikeAddress } from "./looks-like-address.ts"
import { maskAddress } from "./mask-address.ts"
import { redactSecrets } from "./redact-secrets.ts"

const longest = 200

/** A text from outside for an error: no secrets, no control characters (they could repaint a terminal), 200 characters. */
export const showText = (text: string): string => {
  const safe = redactSecrets(text).replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, escapeCharacter)
  return safe.length > longest ? `${safe.slice(0, longest).toWellFormed()}…` : safe
}

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** A value for an error: itself when it is short and can hold no secret, otherwise what kind of value it is. */
export const showValue = (value: JsonValue | undefined): string => {
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "an object"
  if (typeof value !== "string") return String(value)
  return `"${showText(looksLikeAddress(value) ? maskAddress(value) : value)}"`
}

/** `sessionProvider.mysql.host`. */
export const showKeyPath = (path: readonly string[]): string => showText(path.join("."))
