import type { JsonObject } from "../model/json.ts"
import { nearestKey } from "../validation/nearest-key.ts"
import { invalidOption } from "./option-error.ts"

/** The options that a provider knows. */
export interface KnownKeys {
  /** Where the options are: `sessionProvider.mysql`. */
  prefix: string
  /** Their names. */
  known: readonly string[]
  /** Names that other programs have for the same. */
  synonyms: Readonly<Record<string, string>>
}

/** Fails with `invalid_configuration` for a key that is not known, and names the one that was probably meant. */
export function assertKnownKeys(options: JsonObject, { prefix, known, synonyms }: KnownKeys): void {
  const key = Object.keys(options).find((each) => !known.includes(each))
  if (key === undefined) return
  // A key may be what was meant to be a value.
  const shown = /^\w{1,40}$/.test(key) ? `${prefix}.${key}` : `A key of ${prefix}`
  const near = (Object.hasOwn(synonyms, key) ? synonyms[key] : undefined) ?? nearestKey(key, known)
  throw invalidOption(
    `${shown} is not known.`,
    near === null ? `Known are ${known.join(", ")}.` : `Did you mean ${prefix}.${near}?`,
  )
}

/** An option that must be a text. Fails with `invalid_configuration`. */
export function requireText(options: JsonObject, prefix: string, key: string): string {
  const value = options[key]
  if (typeof value === "string" && value !== "") return value
  throw invalidOption(`${prefix}.${key} must be a non-empty string.`)
}
