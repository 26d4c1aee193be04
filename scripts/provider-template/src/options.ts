import { type JsonObject, type ProviderContext, SessionStorageError } from "@opencode/session-core/provider"

/** Options of `sessionProvider.<type>`. There is none yet. */
export type ExampleOptions = Record<string, never>

/** Checks the options. Fails with `invalid_configuration` that names the key. */
export function parseExampleOptions(options: JsonObject, _context: ProviderContext): ExampleOptions {
  for (const key of Object.keys(options)) {
    throw new SessionStorageError("invalid_configuration", `example has no option ${JSON.stringify(key)}.`, {
      hint: "It has none yet: leave it out.",
    })
  }
  return {}
}
