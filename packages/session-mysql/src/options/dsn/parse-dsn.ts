import type { Address } from "@opencode/session-core/server"
import { AddressError, Secret } from "@opencode/session-core/server"
import { parseHostAndPort } from "./address.ts"
import type { Dsn } from "./dsn.ts"
import { parseParameters } from "./parse-parameters.ts"
import { isUrl, parseUrl } from "./parse-url.ts"

const example = "Write it as user:password@tcp(host:3306)/database, or as mysql://user:password@host:3306/database."

/**
 * Reads a DSN in the grammar of the Go driver, `[user[:password]@][net[(address)]]/database[?parameters]`, or a `mysql://`
 * URL. Fails with {@link AddressError}.
 */
export function parseDsn(text: string): Dsn {
  if (isUrl(text)) return parseUrl(text)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new AddressError("the DSN is a URL of another kind", example)
  // By scanning, as Go does: a password may then hold `@`, `:` and `/` as they are.
  const slash = text.lastIndexOf("/")
  if (slash < 0) throw new AddressError("the DSN has no / before the database", example)
  const front = text.slice(0, slash)
  const at = front.lastIndexOf("@")
  const [user, password] = at < 0 ? ["", ""] : splitAt(front.slice(0, at), front.slice(0, at).indexOf(":"))
  const back = text.slice(slash + 1)
  const [database, parameters] = splitAt(back, back.indexOf("?"))
  return {
    address: parseAddress(front.slice(at + 1)),
    user,
    password: new Secret(password),
    database: decode(database),
    settings: parseParameters(parameters),
  }
}

/** `tcp(host:port)`, `unix(/path)`, `tcp`, or nothing. */
function parseAddress(text: string): Address {
  const [, net = "", address] = /^(\w*)(?:\(([^)]*)\))?$/s.exec(text) ?? [undefined, undefined, undefined]
  if (net === "" && address === undefined && text !== "") {
    throw new AddressError("the DSN's address is not net(address)", `${example} Brackets must be closed.`)
  }
  switch (net.toLowerCase()) {
    case "":
    case "tcp":
    case "tcp4":
    case "tcp6": {
      const parsed = parseHostAndPort(address ?? "")
      if (parsed === undefined) {
        throw new AddressError(
          "the DSN's address is not host:port",
          "An IPv6 address stands in brackets: tcp([::1]:3306).",
        )
      }
      return parsed
    }
    case "unix":
      return { socketPath: address === undefined || address === "" ? "/tmp/mysql.sock" : address }
    default:
      throw new AddressError(
        "the DSN's network is not one that is known here",
        "It can be tcp(host:port) or unix(/path/to/socket). Networks that a Go program registers are not known here.",
      )
  }
}

function splitAt(text: string, index: number): [string, string] {
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AddressError("the DSN's database is not well percent-encoded", "Write % as %25.")
  }
}
