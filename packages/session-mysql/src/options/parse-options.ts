import type { JsonObject, ProviderContext, SessionStorageError } from "@opencode/session-core/provider"
import {
  AddressError,
  assertKnownKeys,
  combineTls,
  invalidOption,
  parsePassword,
  parsePool,
  parseTls,
  requireText,
  Secret,
} from "@opencode/session-core/server"
import { defaultPort, isPort, parseHostAndPort } from "./dsn/address.ts"
import type { Dsn } from "./dsn/dsn.ts"
import { parseDsn } from "./dsn/parse-dsn.ts"
import type { MysqlOptions } from "./options.ts"

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

/**
 * Checks the options. The environment's DSN beats that of a file, and a DSN beats single parameters. Throws
 * `invalid_configuration` that names the key, the value (unless it is a secret) and what would be right.
 */
export function parseMysqlOptions(options: JsonObject, context: ProviderContext): MysqlOptions {
  assertKnownKeys(options, { prefix, known: knownKeys, synonyms })
  // Checked whatever comes of it: a mistake in a value that has no effect today is one tomorrow.
  const tls = parseTls(options.tls, `${prefix}.tls`)
  checkParameters(options)
  const given = context.environment[variable] || undefined
  const dsn = given ?? (options.dsn === undefined ? undefined : requireText(options, prefix, "dsn"))
  const source = given === undefined ? (dsn === undefined ? prefix : `${prefix}.dsn`) : variable
  const isVariable = given !== undefined
  const { settings, password: ofDsn, ...server } = dsn === undefined ? serverOf(options) : readDsn(dsn, source)
  const pool = parsePool(options, prefix, settings.maxConnections)
  const parsed = parsePassword(
    options,
    context.environment,
    dsn === undefined ? undefined : { password: ofDsn, source, isVariable },
    { prefix, passwordVariable: "OPENCODE_MYSQL_PASSWORD" },
  )
  if (parsed === undefined && dsn === undefined) throw missingParameters(["password"])
  if (server.database === "") throw invalidOption(`${source} names no database.`, "Add its name: …/opencode.")
  if (server.user === "") throw invalidOption(`${source} names no user.`, "Add it: user:password@….")
  const { connectionTimeout } = pool
  const connectTimeout = Math.min(settings.connectTimeout ?? connectionTimeout, connectionTimeout)
  return {
    ...server,
    password: parsed?.password ?? { kind: "value", password: ofDsn },
    ...pool,
    tls: combineTls(tls, settings.tls, { key: `${prefix}.tls`, source }),
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
    if (!(error instanceof AddressError)) throw error
    throw invalidOption(`${source}: ${error.message}.`, error.hint)
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
      ? { host: requireText(options, prefix, "host").replace(/^\[(.*)\]$/, "$1"), port }
      : { socketPath: requireText(options, prefix, "socketPath") }
  return {
    address,
    user: requireText(options, prefix, "username"),
    password: new Secret(""),
    database: requireText(options, prefix, "database"),
    settings: {},
  }
}

function missingParameters(keys: string[]): SessionStorageError {
  return invalidOption(
    `sessionProvider.type is mysql, and ${keys.map((key) => `${prefix}.${key}`).join(", ")} ${keys.length === 1 ? "is" : "are"} not set.`,
    `Set ${variable} or ${prefix}.dsn ("user:password@tcp(host:3306)/database"), or host, database, username, and one of password, passwordFile and passwordCommand.`,
  )
}

function allowsCleartext({ allowCleartextPasswords: value }: JsonObject): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value
  throw invalidOption(`${prefix}.allowCleartextPasswords must be true or false, not ${JSON.stringify(value)}.`)
}

/** Whether each single parameter could be used. */
function checkParameters(options: JsonObject): void {
  for (const key of parameterKeys) {
    const value = options[key]
    if (value === undefined || key === "port") continue
    if (typeof value !== "string" || value.includes("\0")) {
      throw invalidOption(
        `${prefix}.${key} must be a text${key === "password" ? "" : `, not ${JSON.stringify(value)}`}.`,
      )
    }
  }
  const { port, host } = options
  if (port !== undefined && !(typeof port === "number" && isPort(port))) {
    throw invalidOption(`${prefix}.port must be a whole number from 1 to 65535, not ${JSON.stringify(port)}.`)
  }
  if (typeof host === "string" && host !== "" && !isHost(host)) {
    throw invalidOption(
      `${prefix}.host must be the name or the address of a server${host.includes("@") ? "" : `, not ${JSON.stringify(host)}`}.`,
      `The port stands in ${prefix}.port, and a whole address in ${prefix}.dsn.`,
    )
  }
}

function isHost(host: string): boolean {
  const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host
  return !/\]:|^[^[]*:/.test(bracketed) && parseHostAndPort(bracketed) !== undefined
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
