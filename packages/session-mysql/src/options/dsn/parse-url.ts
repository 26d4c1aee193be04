import type { Address } from "@opencode/session-core/server"
import { AddressError, Secret, tlsOn } from "@opencode/session-core/server"
import { parseHostAndPort } from "./address.ts"
import type { Dsn } from "./dsn.ts"
import { parseParameters } from "./parse-parameters.ts"

/** Schemes that are understood: those of MySQL's URLs, of Ruby, of SQLAlchemy with a driver's name, and of JDBC. */
const scheme = /^(?:jdbc:)?(?:mysql[2s]?|mariadb)(?:\+[a-z0-9_]+)?:\/\//i
/** Those that ask for TLS. */
const tlsScheme = /^(?:mysqls|[a-z0-9]+\+(?:ssl|tls)):/i

/** Schemes that mean something else, with what. */
const others: readonly [pattern: RegExp, message: string, hint: string][] = [
  [
    /^mysqlx(?:\+srv)?:\/\//i,
    "the DSN is a URL of MySQL's X protocol, which is not spoken here",
    "Write mysql://, with the port of the classic protocol (3306).",
  ],
  [
    /^(?:jdbc:(?:mysql|mariadb):[a-z]+|(?:jdbc:)?(?:mysql|mariadb)\+srv(?:\+[a-z]+)?):\/\//i,
    "the DSN is a URL for several servers, or for one that is found by DNS records",
    "Name one server. Behind its name there may be several.",
  ],
]

/** Whether it is a URL, and not the Go driver's grammar. */
export const isUrl = (text: string): boolean => scheme.test(text) || others.some(([pattern]) => pattern.test(text))

/**
 * Reads `mysql://user:password@host:port/database?parameters` and its kin. What is percent-encoded is decoded; a password that
 * was not encoded is understood all the same, since the host begins after the last `@`.
 */
export function parseUrl(text: string): Dsn {
  const other = others.find(([pattern]) => pattern.test(text))
  if (other !== undefined) throw new AddressError(other[1], other[2])
  const rest = text.replace(scheme, "")
  // JDBC's parameters may have an @ in them: user=me@corp.
  const form = /^jdbc:/i.test(text)
    ? /^(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#]*))?$/s
    : /^(?:(.*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#@]*))?$/s
  const [, credentials, server, path = "", query = ""] = form.exec(rest) ?? []
  const address = server === undefined ? undefined : parseHostAndPort(server)
  if (address === undefined) {
    throw new AddressError(
      "the URL is not mysql://user:password@host:port/database",
      "Percent-encode what is special in user and password, and put an IPv6 address in brackets: mysql://me@[::1]:3306/db.",
    )
  }
  const colon = credentials?.indexOf(":") ?? -1
  const user = colon < 0 ? (credentials ?? "") : (credentials?.slice(0, colon) ?? "")
  const password = colon < 0 ? "" : (credentials?.slice(colon + 1) ?? "")
  const ofScheme = tlsScheme.test(text) ? [{ name: "of the scheme", ...tlsOn }] : []
  const { socketPath, user: ofQuery, password: passwordOfQuery, ...settings } = parseParameters(query, "url", ofScheme)
  const place: Address = socketPath === undefined ? address : { socketPath }
  if ((user !== "" && ofQuery !== undefined) || (password !== "" && passwordOfQuery !== undefined)) {
    throw new AddressError(
      "the URL has a user or a password twice",
      "Leave them either before the @ or in the parameters.",
    )
  }
  return {
    address: place,
    user: ofQuery ?? decodeOrKeep(user),
    password: passwordOfQuery ?? new Secret(decodeOrKeep(password)),
    database: decodeOrKeep(path),
    settings,
  }
}

/** A `%` that encodes nothing stands for itself. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
