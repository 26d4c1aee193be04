import type { ErrorMeaning } from "@opencode/session-core/server"
import { absent, full, hints, lost, readOnly } from "./error-meaning.ts"
import { serverErrors } from "./error-table.ts"

/** A proxy, a router or a cluster's coordinator speaks for a server that it cannot reach. */
const proxied: ErrorMeaning = {
  ...lost,
  message: "A proxy before the server cannot reach it.",
  hint: hints.proxied,
}
const proxiedBefore: ErrorMeaning = { ...proxied, statement: "never_started" }
const undone: ErrorMeaning = {
  code: "busy",
  message: "The server took the transaction back.",
  hint: hints.tryAgain,
  transient: true,
}
const interrupted: ErrorMeaning = {
  code: "timeout",
  message: "The statement was stopped on the server.",
  hint: hints.tryAgain,
  statement: "unknown",
}
const unsupported: ErrorMeaning = {
  code: "unsupported",
  message: "The server, or a proxy before it, does not take such a statement.",
  hint: hints.proxied,
}

/** What the text of an error says more of than its number does. The first that fits counts. */
const byText: readonly [RegExp, ErrorMeaning | undefined][] = [
  [/no space left on device|disk quota exceeded|\berrno: (?:28|122|135)\b|\berror (?:28|122|135)\b/i, full],
  [/\berrno: 165\b|\berror 165\b|\bread[- ]?only\b/i, readOnly],
  [/ssl connection is required|insecure transport/i, serverErrors[3159]],
  [/is not allowed to connect/i, serverErrors[1130]],
  [/locked to hostgroup|not supported|unsupported/i, unsupported],
  // Vitess gives the codes of its own calls.
  [/\bcode = (?:Unavailable|ClusterEvent)\b|no healthy tablet|not serving|no tablet with role/i, proxied],
  [/\bcode = (?:Aborted|ResourceExhausted)\b/i, undone],
]

/** Server errors that say too little by themselves, and those of its file system (below 1000). */
export const isVague = (number: number): boolean => vague.has(number) || number < 1000
const vague: ReadonlySet<number> = new Set([1015, 1016, 1026, 1030, 1105])

/** Client errors of those who could not even connect to a server: to a socket, a host, in the handshake, by TLS. */
const beforeStatement: readonly [first: number, last: number][] = [
  [2001, 2005],
  [2007, 2007],
  [2009, 2012],
  [2015, 2019],
  [2026, 2026],
  [2036, 2049],
  [2058, 2061],
]

/** Those of proxies that had no connection to give the statement to. */
const withoutBackend: ReadonlySet<number> = new Set([9001, 9501])

/** SQLSTATEs, or the classes that are their first two characters. */
const byState: Readonly<Record<string, ErrorMeaning>> = {
  "08001": absent,
  "08004": absent,
  "08": lost,
  "25006": readOnly,
  "40003": { ...undone, statement: "unknown" },
  "40": undone,
  "53": lost,
  "57": lost,
  "70": interrupted,
  HY: interrupted,
}

/**
 * What an error means whose number is in no table: by its text, the range of its number, and its SQLSTATE. Proxies have many
 * of their own, and send those of their client library as if they were the server's. Undefined when none of that tells.
 */
export function meaningOfUnlisted(number: number, sqlState: string, message: string): ErrorMeaning | undefined {
  const isProxys = (number >= 2000 && number < 3000) || (number >= 9000 && number < 10_000)
  // Of other errors the text may be a session's: it decides nothing.
  if (isProxys || isVague(number)) {
    const [, told] = byText.find(([pattern]) => pattern.test(message)) ?? []
    if (told !== undefined) return told
  }
  if (number === 2020) return serverErrors[1153]
  if (number >= 2000 && number < 3000) {
    return beforeStatement.some(([first, last]) => number >= first && number <= last) ? proxiedBefore : proxied
  }
  if (number >= 9000 && number < 10_000) return withoutBackend.has(number) ? proxiedBefore : proxied
  // HY000 is for whatever has no state of its own; HYT00 and HYT01 are time-outs.
  if (sqlState.startsWith("HY") && !sqlState.startsWith("HYT")) return undefined
  return byState[sqlState] ?? byState[sqlState.slice(0, 2)]
}
