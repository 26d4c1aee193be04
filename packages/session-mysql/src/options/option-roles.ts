import type { ProviderOption, ProviderVariable } from "@opencode/session-core/provider"
import { passwordVariables } from "@opencode/session-core/server"

const connection: ProviderOption = { role: "connection" }
const file: ProviderOption = { role: "file" }

/** Without a DSN, these are the server and the login. */
const parameters = {
  host: connection,
  port: connection,
  socketPath: connection,
  database: connection,
  username: connection,
  password: connection,
}
const parameterNames = Object.keys(parameters)

/** What a project's own file may not set freely: see `ProviderDefinition.options`. */
export const optionRoles: Readonly<Record<string, ProviderOption>> = {
  ...parameters,
  dsn: { role: "connection", replaces: parameterNames },
  // Beside a DSN without a password, too.
  passwordFile: file,
  passwordCommand: { role: "command" },
  allowCleartextPasswords: connection,
  tls: connection,
  "tls.ca": file,
  "tls.certificate": file,
  "tls.key": file,
}

/**
 * What may be shown. Not among them is what names a file, where somebody may have put the secret itself. Of a DSN, credentials and
 * parameters are masked.
 */
export const publicOptions: readonly string[] = [
  ...["dsn", "host", "port", "socketPath", "database", "username", "allowCleartextPasswords", "tls", "tls.mode"],
  ...["maxConnections", "maxIdleConnections", "connectionTimeout"],
]

export const variableRoles: Readonly<Record<string, ProviderVariable>> = {
  OPENCODE_MYSQL_DSN: { replaces: ["dsn", ...parameterNames] },
  ...Object.fromEntries(passwordVariables({ passwordVariable: "OPENCODE_MYSQL_PASSWORD" }).map((name) => [name, {}])),
}
