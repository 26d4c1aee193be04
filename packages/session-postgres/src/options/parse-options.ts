import { isAbsolute, join } from "node:path"
import { type JsonObject, type ProviderContext, SessionStorageError } from "@opencode/session-core/provider"
import type { PostgresOptions } from "./options.ts"

const prefix = "sessionProvider.postgres"
const variable = "OPENCODE_POSTGRES_URL"
const defaultPort = 5432

/** Checks the options. Throws `invalid_configuration` that names the key and what would be right. */
export function parsePostgresOptions(options: JsonObject, context: ProviderContext): PostgresOptions {
  const url = context.environment[variable] || options.url
  if (typeof url === "string") return parseUrl(url)
  if (typeof options.directory === "string") {
    const { directory } = options
    return { directory: isAbsolute(directory) ? directory : join(context.dataDirectory, directory) }
  }
  throw new SessionStorageError("invalid_configuration", `${prefix} names no server.`, {
    hint: `Set ${variable} or ${prefix}.url (postgres://user:password@host:5432/database), or ${prefix}.directory.`,
  })
}

function parseUrl(text: string): PostgresOptions {
  const { hostname, port, username, password, pathname, searchParams } = new URL(text)
  return {
    address: { host: hostname.replace(/^\[|\]$/g, "") || "localhost", port: Number(port || defaultPort) },
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    schema: searchParams.get("schema") ?? "public",
    maxConnections: 10,
    maxIdleConnections: 5,
    connectionTimeout: 30_000,
    connectTimeout: 30_000,
  }
}
