import { type Finding, textBorder } from "./finding.ts"

/*
 * What no rule of a library finds, since it has no form of its own: what is called a password, and what stands in an address. Rather
 * too much than too little, but code that only names a secret stays readable. Each pattern has bounds, so that no text takes more than
 * linear time.
 */

interface Rule {
  kind: string
  pattern: RegExp
  /** Which group is the secret. */
  group: number
  /** Whether a match is one. */
  accept?: (value: string, separator: string) => boolean
}

/** A name that ends in one of these, such as `DB_PASSWORD`, `apiKey` or `client-secret`. */
const secretName =
  "(?:password|passwd|passphrase|(?<![a-z])pass|(?<![a-z])pwd|secret|token|credentials?|(?:api|access|private|auth)[_-]?key)"

const rules: readonly Rule[] = [
  {
    kind: "credentials-in-address",
    pattern: /[a-z][a-z0-9+.-]{0,20}:\/\/([^\s/?#@:"'<>]{0,300}:[^\s/?#@"'<>]{1,300})@/gi,
    group: 1,
  },
  {
    kind: "credentials-in-address",
    pattern: /(?<![\w.-])([\w.-]{1,100}:[^\s@/"'`]{1,200})@(?:tcp|unix)\(/gi,
    group: 1,
  },
  { kind: "authorization", pattern: /\b(?:bearer|basic)[ \t]{1,4}([\w+/.~=-]{8,4000})/gi, group: 1, accept: isRandom },
  {
    kind: "authorization",
    pattern: /\bauthorization["']?[ \t]{0,4}[:=][ \t]{0,4}["']?((?!bearer\b|basic\b)[^\s"',;]{8,4000})/gi,
    group: 1,
  },
  { kind: "json-web-token", pattern: /\b(eyJ[\w-]{8,4000}\.eyJ[\w-]{8,4000}\.[\w-]{0,4000})/g, group: 1 },
  {
    kind: "password",
    pattern: new RegExp(
      String.raw`${secretName}(["']?[ \t]{0,4}(?:=>|=|:)[ \t]{0,4})("(?:[^"\\\n]|\\.){1,4000}"|'(?:[^'\\\n]|\\.){1,4000}'|[^\s"'${"`"},;&]{1,4000})`,
      "gi",
    ),
    group: 2,
    accept: isValue,
  },
]

/** In code a name follows as often as a value: `token: string`, `password = read()`. In a file of variables, a value does. */
function isValue(value: string, separator: string): boolean {
  const isQuoted = /^["']/.test(value)
  const content = isQuoted ? value.slice(1, -1) : value
  if (
    content.startsWith("[redacted:") ||
    /^(?:\*+|x{3,}|<[^>]*>|\$[\w{(].*|%\w+%|\.\.\.|…|null|undefined|true|false)$/i.test(content)
  )
    return false
  if (isQuoted) return content.length >= 4
  if (/[()[\]{}<>]/.test(content)) return false
  return content.length >= 4 && (separator === "=" || isRandom(content))
}

/** As what was drawn at random is: letters with digits, or capitals among many small letters. */
function isRandom(value: string): boolean {
  const isMixed = /[0-9]/.test(value) && /[A-Za-z]/.test(value)
  return isMixed || (value.length >= 12 && /[a-z]/.test(value) && /[A-Z]/.test(value))
}

/** What looks like a secret by its name or its place. */
export function findByName(text: string): Finding[] {
  return [...privateKeys(text), ...rules.flatMap((rule) => [...applied(rule, text)])]
}

function* applied({ kind, pattern, group, accept }: Rule, text: string): Generator<Finding> {
  for (const match of text.matchAll(pattern)) {
    const value = match[group]
    if (value === undefined) continue
    if (accept !== undefined && !accept(value, (match[1] ?? "").replace(/["']/g, ""))) continue
    const start = match.index + match[0].lastIndexOf(value)
    // The quotes stay: what is left is still JSON or code.
    const quotes = group === 2 && /^["']/.test(value) ? 1 : 0
    yield { start: start + quotes, end: start + value.length - quotes, kind }
  }
}

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

/** Found by going through the text once: one that has no end reaches to the end of the text. */
function* privateKeys(text: string): Generator<Finding> {
  const ends = [...text.matchAll(keyEnd)].map(({ index, 0: found }) => index + found.length)
  let next = 0
  let done = 0
  for (const { index } of text.matchAll(keyBegin)) {
    if (index < done) continue
    while (next < ends.length && (ends[next] ?? 0) <= index) next += 1
    // Several texts may be looked at together: none is taken for a part of another.
    const border = text.indexOf(textBorder, index)
    done = Math.min(ends[next] ?? text.length, border < 0 ? text.length : border)
    yield { start: index, end: done, kind: "private-key" }
  }
}
