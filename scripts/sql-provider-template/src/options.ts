import { resolve } from "node:path"
import { type JsonObject, type ProviderContext, SessionStorageError } from "@opencode/session-core/provider"

/** Options of `sessionProvider.<type>`. With a server, `url` and what belongs to it take the place of `folder`. */
export interface ExampleOptions {
  /** The folder of the database, absolute. `<data.directory>/example` by default; a relative path begins in that folder. */
  folder: string
}

/** Checks the options. Fails with `invalid_configuration` that names the key and what would be right. */
export function parseExampleOptions(options: JsonObject, { dataDirectory }: ProviderContext): ExampleOptions {
  const { folder = "example", ...others } = options
  for (const key of Object.keys(others)) throw invalid(`The example provider has no option ${JSON.stringify(key)}.`)
  if (typeof folder !== "string" || folder === "") throw invalid("The option folder must be a path.")
  return { folder: resolve(dataDirectory, folder) }
}

const invalid = (message: string) =>
  new SessionStorageError("invalid_configuration", message, { hint: 'The one option is folder, such as "example".' })
