import { Secret } from "../secret.ts"
import { type Address, parseHostAndPort } from "./address.ts"
import type { Dsn } from "./dsn.ts"
import { DsnError } from "./dsn-error.ts"
import { parseParameters } from "./parse-parameters.ts"

/**
 * Reads `mysql://user:password@host:port/database?parameters`. What is percent-encoded is decoded; a password that was not
 * encoded is understood all the same, since the host begins after the last `@`.
 */
export function parseUrl(text: string): Dsn {
  const [, credentials, server = "", path = "", query = ""] =
    /^[a-z]+:\/\/(?:(.*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#@]*))?$/is.exec(text) ?? []
  const address = text.includes("://") && server !== undefined ? parseHostAndPort(server) : undefined
  if (address === undefined) {
    throw new DsnError(
      "the URL is not mysql://user:password@host:port/database",
      "Percent-encode what is special in user and password, and put an IPv6 address in brackets: mysql://me@[::1]:3306/db.",
    )
  }
  const colon = credentials?.indexOf(":") ?? -1
  const user = colon < 0 ? (credentials ?? "") : (credentials?.slice(0, colon) ?? "")
  const password = colon < 0 ? "" : (credentials?.slice(colon + 1) ?? "")
  const { socketPath, ...settings } = parseParameters(query, "url")
  const place: Address = socketPath === undefined ? address : { socketPath }
  return {
    address: place,
    user: decodeOrKeep(user),
    password: new Secret(decodeOrKeep(password)),
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
