import type * as z from "zod"
import { SessionStorageError } from "../errors/index.ts"
import type { JsonObject } from "../model/json.ts"
import { showKeyPath, showText, showValue } from "../secrets/show.ts"
import { nearestKey } from "../validation/nearest-key.ts"
import { builtInProviders } from "./built-in-providers.ts"
import { configurationSchema, knownKeys } from "./configuration-schema.ts"
import { isJsonObject, valueAt } from "./merge-json.ts"

/**
 * Checks our part of a configuration. `subject` says for people where a key stands: `data.directory in FILE`, or the name of
 * an environment variable.
 *
 * Fails with `invalid_configuration` that names the key, where it is, the value (never that of an unknown key: it may be a
 * misplaced password) and what would be right.
 */
export const checkConfiguration = (values: JsonObject, subject: (path: readonly string[]) => string): void => {
  const hostile = hostilePath(values)
  if (hostile) throw invalid(`${subject(hostile)} is not a key that a configuration may have.`, "Remove it.")
  const result = configurationSchema.safeParse(values)
  const issue = result.error?.issues[0]
  if (!issue) return
  // JSON has no other keys than texts.
  const path = issue.path.map(String)
  const unknown = unknownKey(issue, path)
  if (unknown) throw unknownKeyError(unknown, subject(unknown))
  const value = valueAt(values, path)
  throw invalid(
    `${subject(path)} is ${describe(path, value)}; it must be ${issue.message}.`,
    hintForValue(path, value) ?? "Correct the value.",
  )
}

const invalid = (message: string, hint: string): SessionStorageError =>
  new SessionStorageError("invalid_configuration", message, { hint })

/** Keys that JavaScript gives a meaning of its own. */
const hostilePath = (value: JsonObject): string[] | null => {
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") return [key]
    const below = isJsonObject(inner) ? hostilePath(inner) : null
    if (below) return [key, ...below]
  }
  return null
}

const unknownKey = (issue: z.core.$ZodIssue, path: string[]): string[] | null => {
  if (issue.code === "unrecognized_keys") return [...path, issue.keys[0] ?? ""]
  const isProviderOptions = path.length === 2 && path[0] === "sessionProvider" && !isOwnKey(path[1])
  // An object there is some provider's options; anything else is a key that nobody knows.
  return isProviderOptions && !isBuiltIn(path[1]) ? path : null
}

const isOwnKey = (key: string | undefined): boolean => key === "type" || key === "project"

const isBuiltIn = (key: string | undefined): boolean => key !== undefined && builtInProviders.has(key)

const unknownKeyError = (path: string[], subject: string): SessionStorageError => {
  const [section, key = ""] = path
  const known: readonly string[] = Object.entries(knownKeys).find(([name]) => name === section)?.[1] ?? []
  const nearest = nearestKey(key, known)
  const misplaced = section === "sessionProvider" && !nearest
  return invalid(
    `${subject} is no key that is known here.${nearest ? ` Did you mean ${showKeyPath([section ?? "", nearest])}?` : ""}`,
    `Known are ${known.join(", ")}.${misplaced ? " A provider's options stand in an object of its own, such as sessionProvider.mysql." : ""}`,
  )
}

/** Only of our own keys is the value itself shown. Where an object is missing, a text may be a misplaced DSN. */
const describe = (path: string[], value: ReturnType<typeof valueAt>): string => {
  if (path[0] === "sessionMirror" && path.length > 1) return showValue(value)
  if (path[0] === "data" || isOwnKey(path[1])) return path.length === 2 ? showValue(value) : kindOf(value)
  return kindOf(value)
}

const kindOf = (value: ReturnType<typeof valueAt>): string => {
  if (value === null || value === undefined) return "null"
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object"
  return typeof value === "string" ? "a text" : `a ${typeof value}`
}

const hintForValue = (path: string[], value: ReturnType<typeof valueAt>): string | null => {
  if (path[1] !== "type" || typeof value !== "string") return null
  const nearest = nearestKey(value, [...builtInProviders.keys()])
  return nearest && `Did you mean ${showText(nearest)}?`
}
