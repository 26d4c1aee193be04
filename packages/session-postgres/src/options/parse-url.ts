import { isIP } from "node:net"
import {
  type Address,
  AddressError,
  combineTlsRequests,
  isConnectionCount,
  type NamedTlsRequest,
  Secret,
  type TlsMode,
  type TlsRequest,
  tlsOn,
} from "@opencode/session-core/server"
import { addressOf, defaultPort, isPort } from "./address.ts"

/** What a URL says. Times are milliseconds. */
export interface PostgresUrl {
  address: Address
  /** Empty where it is not said. */
  user: string
  password: Secret
  /** Empty where it is not said. */
  database: string
  schema?: string
  tls?: TlsMode
  connectTimeout?: number
  maxConnections?: number
  applicationName?: string
}

const example = "Write it as postgres://user:password@host:5432/database."
const filesHint =
  'Set sessionProvider.postgres.tls: {"ca": "/path/ca.pem"}, with certificate and key for a client\'s own. An authority for all programs: NODE_EXTRA_CA_CERTS.'

const unverified: TlsRequest = { encryption: "on", exactly: "none" }

/** As libpq, JDBC and the hosts of databases write it. */
const tlsWords: Readonly<Record<string, TlsRequest>> = {
  disable: { encryption: "off" },
  false: { encryption: "off" },
  "0": { encryption: "off" },
  allow: { encryption: "preferred" },
  prefer: { encryption: "preferred" },
  require: { encryption: "on", byDefault: "none" },
  "no-verify": unverified,
  "verify-ca": { encryption: "on", exactly: "authority" },
  "verify-full": { encryption: "on", exactly: "name" },
  true: tlsOn,
  "1": tlsOn,
}

/** What a parameter changes of what the URL says. */
type Reading = Partial<Omit<PostgresUrl, "address">> & { host?: string; port?: number; tlsRequest?: TlsRequest }

/** By its name in lower case. Each gives what it changes; undefined for a value that cannot be. */
const parameters: Readonly<Record<string, (value: string) => Reading | undefined>> = {
  sslmode: readTls,
  ssl: readTls,
  tls: readTls,
  // The system's own authorities are the default.
  sslrootcert: (value) => (value === "system" ? { tlsRequest: { encryption: "on", exactly: "name" } } : undefined),
  host: (host) => (host === "" ? undefined : { host }),
  port: (value) => (isPort(Number(value)) ? { port: Number(value) } : undefined),
  user: (user) => ({ user }),
  password: (value) => ({ password: new Secret(value) }),
  dbname: (database) => ({ database }),
  schema: readSchema,
  currentschema: readSchema,
  search_path: readSchema,
  options: (value) => readSchema(/^\s*-c\s*search_path=("?[^\s,"]+"?)\s*$/.exec(value)?.[1]?.replaceAll('"', "") ?? ""),
  connect_timeout: readSeconds,
  connecttimeout: readSeconds,
  application_name: (applicationName) => ({ applicationName }),
  applicationname: (applicationName) => ({ applicationName }),
  connection_limit: readCount,
  pool_max: readCount,
  max: readCount,
  target_session_attrs: allow("any", "read-write", "primary", "prefer-standby"),
  // What is used all the same, or decides nothing here.
  channel_binding: allow("require", "prefer", "disable"),
  gssencmode: allow("disable", "prefer"),
  sslnegotiation: allow("postgres"),
  client_encoding: allow("utf8", "UTF8", "auto"),
  uselibpqcompat: allow("true", "false"),
  pgbouncer: allow("true", "false"),
  keepalives: () => ({}),
  keepalives_idle: () => ({}),
  keepalives_interval: () => ({}),
  keepalives_count: () => ({}),
  tcp_user_timeout: () => ({}),
}

const aboutFiles = new Set(["sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword", "sslcrldir"])

function readTls(value: string): Reading | undefined {
  const word = value.toLowerCase()
  return Object.hasOwn(tlsWords, word) ? { tlsRequest: tlsWords[word] ?? tlsOn } : undefined
}

function readSchema(schema: string): Reading | undefined {
  return /^[^,"\s]+$/.test(schema) ? { schema } : undefined
}

function readSeconds(value: string): Reading | undefined {
  const seconds = Number(value)
  if (value === "" || !(seconds >= 0 && seconds <= 86_400)) return undefined
  // libpq waits for ever at zero.
  return seconds === 0 ? {} : { connectTimeout: seconds * 1000 }
}

function readCount(value: string): Reading | undefined {
  return isConnectionCount(Number(value)) ? { maxConnections: Number(value) } : undefined
}

function allow(...values: string[]): (value: string) => Reading | undefined {
  return (value) => (values.includes(value) ? {} : undefined)
}

/** Reads `postgres://` and `postgresql://` URLs, with libpq's parameters. Fails with {@link AddressError}. */
export function parseUrl(text: string): PostgresUrl {
  if (!/^(?:jdbc:)?postgres(?:ql)?:\/\//i.test(text)) {
    const isUrl = /^[a-z][a-z0-9+.:-]*:\/\//i.test(text)
    throw new AddressError(isUrl ? "the URL is one of another kind" : "that is not a URL", example)
  }
  const rest = text.replace(/^.*?:\/\//, "")
  const [, credentials, server = "", path = "", query = ""] =
    /^(?:(.*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#]*))?$/s.exec(rest) ?? []
  if (server.includes(",")) {
    throw new AddressError(
      "the URL names several servers",
      "Name one, or a name that leads to the one that takes writes.",
    )
  }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(server) ?? []
  const host = bracketed ?? plain
  const port = digits === undefined ? defaultPort : Number(digits)
  if (host === undefined || !isPort(port) || (bracketed !== undefined && isIP(bracketed.split("%")[0] ?? "") !== 6)) {
    throw new AddressError(
      "the URL is not postgres://user:password@host:port/database",
      "Percent-encode what is special in user and password, and put an IPv6 address in brackets: postgres://me@[::1]:5432/db.",
    )
  }
  const colon = credentials?.indexOf(":") ?? -1
  const user = colon < 0 ? (credentials ?? "") : (credentials?.slice(0, colon) ?? "")
  const password = colon < 0 ? "" : (credentials?.slice(colon + 1) ?? "")
  const { host: ofQuery, port: portOfQuery, tlsRequests, ...others } = readParameters(query)
  const tls = combineTlsRequests(tlsRequests)
  return {
    user: decodeOrKeep(user),
    password: new Secret(decodeOrKeep(password)),
    database: decodeOrKeep(path),
    ...others,
    address: addressOf(ofQuery ?? (decodeOrKeep(host) || "localhost"), portOfQuery ?? port),
    ...(tls !== undefined && { tls }),
  }
}

function readParameters(query: string): Omit<Reading, "tlsRequest"> & { tlsRequests: NamedTlsRequest[] } {
  const tlsRequests: NamedTlsRequest[] = []
  let read: Omit<Reading, "tlsRequest"> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase()
    const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined
    const reading = parameter?.(value)
    if (reading === undefined) throw refusal(name, key, parameter !== undefined)
    const { tlsRequest, ...others } = reading
    if (tlsRequest !== undefined) tlsRequests.push({ name: key, ...tlsRequest })
    read = { ...read, ...others }
  }
  return { ...read, tlsRequests }
}

/** The value is not shown: it may be a secret under a wrong name. */
function refusal(name: string, key: string, isKnown: boolean): AddressError {
  if (aboutFiles.has(key)) return new AddressError(`the URL's parameter ${key} names a file`, filesHint)
  const shown = /^\w{1,40}$/.test(name) ? `parameter ${name}` : "a parameter"
  return isKnown
    ? new AddressError(`the URL's ${shown} has a value that cannot be used`, "See the table in docs/postgres.md.")
    : new AddressError(
        `the URL has the ${shown}, which is not known`,
        "Leave it out. docs/postgres.md has a table of those that work.",
      )
}

/** A `%` that encodes nothing stands for itself. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
