import type { JsonObject } from "../model/json.ts"
import { withAbsolutePaths } from "./absolute-paths.ts"
import type { ConfigurationLayer } from "./configuration-layer.ts"

/** Variables that stand for a key. Providers have more of their own, which they read themselves. */
const variables: readonly [variable: string, values: (value: string) => JsonObject][] = [
  ["OPENCODE_DATA_DIRECTORY", (directory) => ({ data: { directory } })],
  ["OPENCODE_SESSION_PROVIDER_TYPE", (type) => ({ sessionProvider: { type } })],
  ["OPENCODE_PROJECT_ID", (project) => ({ sessionProvider: { project } })],
]

/**
 * What environment variables say, one layer each. An empty one is as good as unset. A relative path begins at `directory`.
 * Fails with `invalid_configuration` that names the variable.
 */
export const environmentLayers = async (
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
  homeDirectory: string,
): Promise<ConfigurationLayer[]> => {
  const layers: ConfigurationLayer[] = []
  for (const [variable, valuesFor] of variables) {
    const value = environment[variable]
    if (!value) continue
    const values = valuesFor(value)
    // Loaded only where something is configured: schemas would otherwise be a good part of every start.
    const { checkConfiguration } = await import("./check-configuration.ts")
    checkConfiguration(values, () => `The environment variable ${variable}`)
    layers.push({
      origin: { kind: "environment", variable },
      values: withAbsolutePaths(values, directory, homeDirectory),
    })
  }
  return layers
}
