import {
  type JsonObject,
  type JsonValue,
  nearestKey,
  type ProviderContext,
  SessionStorageError,
} from "@opencode/session-core/provider"
import { parsePassword } from "../password/parse-password.ts"
import { Secret } from "../password/secret.ts"
import { defaultPort, isPort, parseHostAndPort } from "./dsn/address.ts"
import { maximumConnections } from "./dsn/connection-count.ts"
import type { Dsn, DsnSettings } from "./dsn/dsn.ts"
import { DsnError } from "./dsn/dsn-error.ts"
import { parseDsn } from "./dsn/parse-dsn.ts"
import type { MysqlOptions } from "./options.ts"
import { combineTls, parseTls } from "./parse-tls.ts"

const prefix = "sessionProvider.mysql"
const variable = "OPENCODE_MYSQL_DSN"

/** What the address consists of, where there is no DSN. */
const parameterKeys = ["host", "port", "socketPath", "database", "username", "password"]
const knownKeys = [
  "dsn",
  ...parameterKeys,
  "passwordFile",
  "passwordCommand",
  "allowCleartextPasswords",
  "tls",
  "maxConnections",
  "maxIdleConnections",
  "connectionTimeout",
]

const defaults = { maxConnections: 10, maxIdleConnections: 5, connectionTimeout: 30 }
/** A day: what is longer was meant to be something else. */
const maximumSeconds = 86_400

/**
 * Checks the options. The environment's DSN beats that of a file, and a DSN beats single parameters. Throws
 * `invalid_configuration` that names the key, the value (unless it is a secret) and what would be right.
 */
export function parseMysqlOptions(options: JsonObject, context: ProviderContext): MysqlOptions {
  for (const key of Object.keys(options)) if (!knownKeys.includes(key)) throw unknownKey(key)
  // Checked whatever comes of it: a mistake in a value that has no effect today is one tomorrow.
  const tls = parseTls(options.tls)
  checkParameters(options)
  const given = context.environment[variable] || undefined
  const dsn = given ?? (options.dsn === undefined ? undefined : text(options, "dsn"))
  const source = given === undefined ? (dsn === undefined ? prefix : `${prefix}.dsn`) : variable
  const isVariable = given !== undefined
  const { settings, password: ofDsn, ...server } = dsn === undefined ? serverOf(options) : readDsn(dsn, source)
  const pool = parsePool(options, settings)
  const parsed = parsePassword(
    options,
    context.environment,
    dsn === undefined ? undefined : { password: ofDsn, source, isVariable },
  )
  if (parsed === undefined && dsn === undefined) throw missingParameters(["password"])
  if (server.database === "") throw invalid(`${source} names no database.`, "Add its name: …/opencode.")
  if (server.user === "") throw invalid(`${source} names no user.`, "Add it: user:password@….")
  const { connectionTimeout } = pool
  const connectTimeout = Math.min(settings.connectTimeout ?? connectionTimeout, connectionTimeout)
  return {
    ...server,
    password: parsed?.password ?? { kind: "value", password: ofDsn },
    ...pool,
    tls: combineTls(tls, settings.tls, source),
    connectTimeout,
    queryTimeout: Math.min(settings.queryTimeout ?? connectionTimeout, connectionTimeout),
    ...(settings.maximumPacket === undefined ? {} : { maximumPacket: settings.maximumPacket }),
    compress: settings.compress ?? false,
    cleartextPasswords: allowsCleartext(options) ?? settings.cleartextPasswords ?? false,
    connectionAttributes: settings.connectionAttributes ?? {},
    variables: settings.variables ?? {},
    source,
    shadowedKeys: [...(dsn === undefined ? [] : shadowed(options, isVariable)), ...(parsed?.shadowedKeys ?? [])],
  }
}

function shadowed(options: JsonObject, byEnvironment: boolean): string[] {
  const keys = [...(byEnvironment ? ["dsn"] : []), ...parameterKeys]
  return keys.filter((key) => options[key] !== undefined).map((key) => `${prefix}.${key}`)
}

function readDsn(dsn: string, source: string): Dsn {
  try {
    return parseDsn(dsn)
  } catch (error) {
    if (!(error instanceof DsnError)) throw error
    throw invalid(`${source}: ${error.message}.`, error.hint)
  }
}

function serverOf(options: JsonObject): Dsn {
  const required = ["host", "database", "username"].filter(
    (key) => !(key === "host" && options.socketPath !== undefined),
  )
  const missing = required.filter((key) => options[key] === undefined || options[key] === "")
  if (missing.length > 0) throw missingParameters(missing)
  const port = options.port === undefined ? defaultPort : Number(options.port)
  const address =
    options.socketPath === undefined
      ? { host: text(options, "host").replace(/^\[(.*)\]$/, "$1"), port }
      : { socketPath: text(options, "socketPath") }
  return {
    address,
    user: text(options, "username"),
    password: new Secret(""),
    database: text(options, "database"),
    settings: {},
  }
}

function missingParameters(keys: string[]): SessionStorageError {
  return invalid(
    `sessionProvider.type is mysql, and ${keys.map((key) => `${prefix}.${key}`).join(", ")} ${keys.length === 1 ? "is" : "are"} not set.`,
    `Set ${variable} or ${prefix}.dsn ("user:password@tcp(host:3306)/database"), or host, database, username, and one of password, passwordFile and passwordCommand.`,
  )
}

function allowsCleartext({ allowCleartextPasswords: value }: JsonObject): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value
  throw invalid(`${prefix}.allowCleartextPasswords must be true or false, not ${JSON.stringify(value)}.`)
}

/** Whether each single parameter could be used. */
function checkParameters(options: JsonObject): void {
  for (const key of parameterKeys) {
    const value = options[key]
    if (value === undefined || key === "port") continue
    if (typeof value !== "string" || value.includes("\0")) {
      throw invalid(`${prefix}.${key} must be a text${key === "password" ? "" : `, not ${JSON.stringify(value)}`}.`)
    }
  }
  const { port, host } = options
  if (port !== undefined && !(typeof port === "number" && isPort(port))) {
    throw invalid(`${prefix}.port must be a whole number from 1 to 65535, not ${JSON.stringify(port)}.`)
  }
  if (typeof host === "string" && host !== "" && !isHost(host)) {
    throw invalid(
      `${prefix}.host must be the name or the address of a server${host.includes("@") ? "" : `, not ${JSON.stringify(host)}`}.`,
      `The port stands in ${prefix}.port, and a whole address in ${prefix}.dsn.`,
    )
  }
}

function isHost(host: string): boolean {
  const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host
  return !/\]:|^[^[]*:/.test(bracketed) && parseHostAndPort(bracketed) !== undefined
}

function parsePool(
  options: JsonObject,
  settings: DsnSettings,
): Pick<MysqlOptions, "maxConnections" | "maxIdleConnections" | "connectionTimeout"> {
  const maxConnections = count(options, "maxConnections", 1, maximumConnections, settings.maxConnections)
  const maxIdleConnections = count(options, "maxIdleConnections", 0, maximumConnections)
  if (options.maxIdleConnections !== undefined && maxIdleConnections > maxConnections) {
    throw invalid(
      `${prefix}.maxIdleConnections is ${maxIdleConnections}, more than ${prefix}.maxConnections, which is ${maxConnections}.`,
    )
  }
  const seconds = options.connectionTimeout ?? defaults.connectionTimeout
  if (typeof seconds !== "number" || !(seconds > 0 && seconds <= maximumSeconds)) {
    throw invalid(
      `${prefix}.connectionTimeout must be a number of seconds, more than 0 and at most ${maximumSeconds}, not ${JSON.stringify(seconds)}.`,
    )
  }
  return {
    maxConnections,
    maxIdleConnections: Math.min(maxIdleConnections, maxConnections),
    connectionTimeout: Math.ceil(seconds * 1000),
  }
}

function count(
  options: JsonObject,
  key: "maxConnections" | "maxIdleConnections",
  least: number,
  most: number,
  ofDsn?: number,
): number {
  const value: JsonValue = options[key] ?? ofDsn ?? defaults[key]
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value
  throw invalid(`${prefix}.${key} must be a whole number from ${least} to ${most}, not ${JSON.stringify(value)}.`)
}

function text(options: JsonObject, key: string): string {
  const value = options[key]
  if (typeof value === "string" && value !== "") return value
  throw invalid(`${prefix}.${key} must be a text that is not empty.`)
}

/** Names that other programs have for the same. */
const synonyms: Readonly<Record<string, string>> = {
  user: "username",
  pass: "password",
  password_file: "passwordFile",
  password_command: "passwordCommand",
  enableCleartextPlugin: "allowCleartextPasswords",
  db: "database",
  url: "dsn",
  uri: "dsn",
  ssl: "tls",
  socket: "socketPath",
  timeout: "connectionTimeout",
}

function unknownKey(key: string): SessionStorageError {
  // A key may be what was meant to be a value.
  const shown = /^\w{1,40}$/.test(key) ? `${prefix}.${key}` : `A key of ${prefix}`
  const near = (Object.hasOwn(synonyms, key) ? synonyms[key] : undefined) ?? nearestKey(key, knownKeys)
  return invalid(
    `${shown} is not known.`,
    near === null ? `Known are ${knownKeys.join(", ")}.` : `Did you mean ${prefix}.${near}?`,
  )
}

function invalid(message: string, hint?: string): SessionStorageError {
  return new SessionStorageError("invalid_configuration", message, hint === undefined ? {} : { hint })
}
