import * as z from "zod"
import { limits } from "../provider/limits.ts"
import { looksLikeAddress } from "../secrets/looks-like-address.ts"
import { builtInProviders, isPackageName } from "./built-in-providers.ts"
import { isModulePath } from "./resolve-path.ts"

const path = z
  .string("a path")
  .refine((text) => text !== "" && !text.includes("\0"), "a path")
  .refine((text) => !looksLikeAddress(text), "a path, not a URL or the address of a server")
  .refine((text) => !/^~[^/\\]/.test(text), "a path without another user's ~, which is not expanded")

const providerType = z
  .string("a text")
  .refine(
    (text) => isPackageName(text) || (isModulePath(text) && !text.includes("\0") && !looksLikeAddress(text)),
    `${[...builtInProviders.keys()].map((type) => `"${type}"`).join(", ")}, the name of a package, or a path`,
  )

const projectId = z
  .string("a text")
  .refine((text) => text !== "" && !/[\x00-\x1f\x7f]/.test(text), "a text, not empty, without control characters")
  .refine((text) => Buffer.byteLength(text) <= limits.idBytes, `a text of at most ${limits.idBytes} bytes`)

/** A list is judged as a whole: what is shown of a mistake is all of it. */
const listOf = (isRight: (text: string) => boolean, meaning: string) =>
  z.custom<string[]>(
    (value) => Array.isArray(value) && value.every((each) => typeof each === "string" && isRight(each)),
    meaning,
  )

const patterns = listOf((text) => text !== "" && !text.includes("\0"), "a list of projects' ids and folders")

const redactions = listOf((text) => text === "secrets", '["secrets"] or an empty list')

/**
 * Our part of a configuration file. Each message is what would be right, for "… must be …". What stands beside these three
 * keys belongs to OpenCode, and what stands in a provider's object to that provider.
 */
export const configurationSchema = z.looseObject({
  data: z.strictObject({ directory: path.optional() }, "an object").optional(),
  sessionProvider: z
    .object({ type: providerType.optional(), project: projectId.optional() }, "an object")
    .catchall(z.looseObject({}, "an object"))
    .optional(),
  sessionMirror: z
    .strictObject(
      {
        include: patterns.optional(),
        exclude: patterns.optional(),
        ask: z.boolean("true or false").optional(),
        redact: redactions.optional(),
      },
      "an object",
    )
    .optional(),
})

/** The keys that each of our objects knows, for "did you mean". */
export const knownKeys = {
  data: ["directory"],
  sessionProvider: ["type", "project", ...builtInProviders.keys()],
  sessionMirror: ["include", "exclude", "ask", "redact"],
} as const
