import { isIP } from "node:net"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
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
import { addressOf, defaultPort, isLocal, isPort } from "./address.ts"
import { names, urlVariable } from "./option-roles.ts"
import type { PostgresOptions, ServerOptions } from "./options.ts"
import { type PostgresUrl, parseUrl } from "./parse-url.ts"

const { prefix } = names

/** What the address consists of, where there is no URL. */
const parameterKeys = ["host", "port", "database", "username", "password"]
const knownKeys = [
  ...["url", ...parameterKeys, "passwordFile", "passwordCommand", "schema", "directory", "tls"],
  ...["maxConnections", "maxIdleConnections", "connectionTimeout"],
]
/** Names that other programs have for the same. */
const synonyms: Readonly<Record<string, string>> = {
  user: "username",
  pass: "password",
  password_file: "passwordFile",
  password_command: "passwordCommand",
  db: "database",
  dbname: "database",
  dsn: "url",
  uri: "url",
  connectionString: "url",
  ssl: "tls",
  sslmode: "tls",
  socket: "host",
  socketPath: "host",
  search_path: "schema",
  timeout: "connectionTimeout",
  dataDir: "directory",
}

/**
 * Checks the options. The environment's URL beats that of a file, and a URL beats single parameters and a directory. Throws
 * `invalid_configuration` that names the key, the value (unless it is a secret) and what would be right.
 */
export function parsePostgresOptions(options: JsonObject, context: ProviderContext): PostgresOptions {
  assertKnownKeys(options, { prefix, known: knownKeys, synonyms })
  // Checked whatever comes of it: a mistake in a value that has no effect today is one tomorrow.
  const tls = parseTls(options.tls, `${prefix}.tls`)
  checkParameters(options)
  const directory = options.directory === undefined ? undefined : directoryOf(options, context)
  const given = context.environment[urlVariable] || undefined
  const url = given ?? (options.url === undefined ? undefined : requireText(options, prefix, "url"))
  if (directory !== undefined && given === undefined) {
    const other = ["url", "host", "database", "username"].find((key) => options[key] !== undefined)
    if (other === undefined) return { directory }
    throw invalidOption(
      `${prefix}.directory is a database within the process, and ${prefix}.${other} one on a server.`,
      "Remove one of the two.",
    )
  }
  return serverOptions(options, context, { url, isVariable: given !== undefined, tls })
}

function serverOptions(
  options: JsonObject,
  { environment }: ProviderContext,
  { url, isVariable, tls }: { url: string | undefined; isVariable: boolean; tls: ReturnType<typeof parseTls> },
): ServerOptions {
  const source = isVariable ? urlVariable : url === undefined ? prefix : `${prefix}.url`
  const said = url === undefined ? serverOf(options) : readUrl(url, source)
  const pool = parsePool(options, prefix, said.maxConnections)
  const parsed = parsePassword(
    options,
    environment,
    url === undefined ? undefined : { password: said.password, source, isVariable },
    names,
  )
  if (said.database === "") throw invalidOption(`${source} names no database.`, "Add its name: …/opencode.")
  if (said.user === "") throw invalidOption(`${source} names no user.`, "Add it: postgres://user:password@….")
  const mode = said.tls ?? (Object.keys(tls).length > 0 || isLocal(said.address) ? undefined : "preferred")
  return {
    address: said.address,
    user: said.user,
    // Some servers ask for none.
    password: parsed?.password ?? { kind: "value", password: said.password },
    database: said.database,
    schema: options.schema === undefined ? (said.schema ?? "public") : schemaOf(options, said, source),
    tls: combineTls(tls, mode, { key: `${prefix}.tls`, source }),
    ...pool,
    connectTimeout: Math.min(said.connectTimeout ?? pool.connectionTimeout, pool.connectionTimeout),
    applicationName: said.applicationName ?? "opencode-session",
    source,
    shadowedKeys: [...(url === undefined ? [] : shadowed(options, isVariable)), ...(parsed?.shadowedKeys ?? [])],
  }
}

function shadowed(options: JsonObject, byEnvironment: boolean): string[] {
  const keys = [...(byEnvironment ? ["url", "directory"] : []), ...parameterKeys]
  return keys.filter((key) => options[key] !== undefined).map((key) => `${prefix}.${key}`)
}

function readUrl(url: string, source: string): PostgresUrl {
  try {
    return parseUrl(url)
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    throw invalidOption(`${source}: ${error.message}.`, error.hint)
  }
}

function serverOf(options: JsonObject): PostgresUrl {
  const missing = ["host", "database", "username"].filter((key) => options[key] === undefined || options[key] === "")
  if (missing.length > 0) throw missingParameters(missing)
  return {
    address: addressOf(
      requireText(options, prefix, "host"),
      options.port === undefined ? defaultPort : Number(options.port),
    ),
    user: requireText(options, prefix, "username"),
    password: new Secret(""),
    database: requireText(options, prefix, "database"),
  }
}

function missingParameters(keys: string[]): SessionStorageError {
  return invalidOption(
    `sessionProvider.type is postgres, and ${keys.map((key) => `${prefix}.${key}`).join(", ")} ${keys.length === 1 ? "is" : "are"} not set.`,
    `Set ${urlVariable} or ${prefix}.url ("postgres://user:password@host:5432/database"), or host, database, username and password, or ${prefix}.directory for a database within the process.`,
  )
}

/** Whether each single parameter could be used. */
function checkParameters(options: JsonObject): void {
  for (const key of parameterKeys) {
    const value = options[key]
    if (value === undefined || key === "port") continue
    if (typeof value !== "string" || value.includes("\0")) {
      throw invalidOption(
        `${prefix}.${key} must be a string${key === "password" ? "" : `, not ${JSON.stringify(value)}`}.`,
      )
    }
  }
  const { port, host } = options
  if (port !== undefined && !(typeof port === "number" && isPort(port))) {
    throw invalidOption(`${prefix}.port must be a whole number from 1 to 65535, not ${JSON.stringify(port)}.`)
  }
  if (typeof host === "string" && host !== "" && !isHost(host)) {
    throw invalidOption(
      `${prefix}.host must be the name or the address of a server, or the folder of its socket${host.includes("@") ? "" : `, not ${JSON.stringify(host)}`}.`,
      `The port stands in ${prefix}.port, and a whole address in ${prefix}.url.`,
    )
  }
}

/** A name, an address, or the folder of a socket. */
function isHost(host: string): boolean {
  if (host.startsWith("/")) return true
  const address = host.replace(/^\[(.*)\]$/, "$1")
  return host.includes(":") ? isIP(address.split("%")[0] ?? "") === 6 : /^[^\s?#@(),[\]/]+$/.test(host)
}

/** Longer names are cut by the server. */
const longestName = 63

function schemaOf(options: JsonObject, { schema: ofUrl }: PostgresUrl, source: string): string {
  const schema = requireText(options, prefix, "schema")
  if (Buffer.byteLength(schema) > longestName || schema.includes("\0")) {
    throw invalidOption(`${prefix}.schema must have at most ${longestName} bytes.`)
  }
  if (ofUrl !== undefined && ofUrl !== schema) {
    throw invalidOption(`${prefix}.schema and ${source} name different schemas.`, "Remove one of the two.")
  }
  return schema
}

function directoryOf(options: JsonObject, { dataDirectory }: ProviderContext): string {
  const directory = requireText(options, prefix, "directory")
  if (directory.includes("\0") || /^[a-z][\w+.-]*:\/\//i.test(directory)) {
    throw invalidOption(
      `${prefix}.directory must be the path of a folder.`,
      `A server's address belongs in ${prefix}.url.`,
    )
  }
  const path = directory.replace(/^~(?=$|[/\\])/, () => homedir())
  return isAbsolute(path) ? path : join(dataDirectory, path)
}
