import { mask } from "./mask.ts"
import { maskCredentials } from "./mask-credentials.ts"

const quotedOrBare = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s&;]+`

/** Each takes rather too much than too little: these texts are for reading, a password in them is for ever. */
const rules: readonly [pattern: RegExp, replacement: string][] = [
  // password=…, access_token=…
  [
    new RegExp(
      String.raw`(pass(?:word|wd|phrase)|pwd|secret|token|credentials?|(?:api|access|private)[_-]?key)(["']?\s*=\s*)(?:${quotedOrBare})`,
      "gi",
    ),
    `$1$2${mask}`,
  ],
  // "accessToken": "…"
  [
    new RegExp(
      String.raw`(["'][\w-]*(?:pass(?:word|wd|phrase)|pwd|secret|token|key)["']\s*:\s*)(?:${quotedOrBare})`,
      "gi",
    ),
    `$1${mask}`,
  ],
  // password: …, but not MySQL's "(using password: YES)", which is worth knowing.
  [
    new RegExp(String.raw`(?<!using )(pass(?:word|wd|phrase)|pwd|secret)(\s*:\s*)(?:${quotedOrBare})`, "gi"),
    `$1$2${mask}`,
  ],
]

/**
 * Masks what looks like a secret in a text from outside before it goes into an error, a log or a screen: credentials in
 * URLs (`scheme://user:password@`), in DSNs (`user:password@tcp(`), and `password=…` or `token=…` pairs.
 *
 * @example
 * ```ts
 * redactSecrets("connect to mysql://me:hunter2@db/opencode failed") // connect to mysql://***@db/opencode failed
 * ```
 */
export const redactSecrets = (text: string): string =>
  rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), maskCredentials(text))
