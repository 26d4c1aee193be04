import type { ProviderOption, ProviderVariable } from "@opencode/session-core/provider"
import { passwordVariables } from "@opencode/session-core/server"

const connection: ProviderOption = { role: "connection" }
const file: ProviderOption = { role: "file" }

/** Without a URL, these are the server and the login. */
const parameters = {
  host: connection,
  port: connection,
  database: connection,
  username: connection,
  password: connection,
}
const parameterNames = Object.keys(parameters)

/** The names of what gives a password, and of the variable that has the URL. */
export const names = { prefix: "sessionProvider.postgres", passwordVariable: "OPENCODE_POSTGRES_PASSWORD" }
export const urlVariable = "OPENCODE_POSTGRES_URL"

/** What a project's own file may not set freely: see `ProviderDefinition.options`. */
export const optionRoles: Readonly<Record<string, ProviderOption>> = {
  ...parameters,
  url: { role: "connection", replaces: [...parameterNames, "directory"] },
  schema: connection,
  directory: connection,
  // Beside a URL without a password, too.
  passwordFile: file,
  passwordCommand: { role: "command" },
  tls: connection,
  "tls.ca": file,
  "tls.certificate": file,
  "tls.key": file,
}

/**
 * What may be shown. Not among them is what names a file, where somebody may have put the secret itself. Of a URL, credentials and
 * parameters are masked.
 */
export const publicOptions: readonly string[] = [
  ...["url", "host", "port", "database", "username", "schema", "directory", "tls", "tls.mode"],
  ...["maxConnections", "maxIdleConnections", "connectionTimeout"],
]

export const variableRoles: Readonly<Record<string, ProviderVariable>> = {
  [urlVariable]: { replaces: ["url", "directory", ...parameterNames] },
  ...Object.fromEntries(passwordVariables(names).map((name) => [name, {}])),
}
