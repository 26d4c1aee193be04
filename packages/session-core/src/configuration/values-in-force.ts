import type { JsonValue } from "../model/json.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import type { Configuration, ConfigurationOrigin } from "./configuration.ts"
import { dottedKey } from "./dotted-key.ts"
import { maskConfiguration } from "./mask-configuration.ts"
import { maskProviderOptions } from "./mask-provider-options.ts"
import { isJsonObject } from "./merge-json.ts"

/** A configured value for display: what its provider does not declare public is masked. */
export interface ValueInForce {
  /** `sessionProvider.mysql.host`; a key that holds a dot is quoted. */
  key: string
  /** `***` where it may be a secret. */
  value: JsonValue
  /** Where it comes from. */
  origin: ConfigurationOrigin
}

/**
 * Every value in force, with where it comes from, safe to show. Of a provider that is not among `providers`, whose code is not
 * run to show something, only the keys of its options are shown.
 */
export function valuesInForce(
  { dataDirectory, origins, projectId, providerOptions, providerType }: Configuration,
  providers: readonly Pick<ProviderDefinition, "name" | "publicOptions">[] = [],
): ValueInForce[] {
  const definition = providers.find(({ name }) => name === providerType)
  const values = {
    data: maskConfiguration({ directory: dataDirectory }),
    sessionProvider: {
      type: providerType,
      ...(projectId === null ? {} : { project: projectId }),
      [providerType]: maskProviderOptions(providerOptions, definition),
    },
  }
  return leaves(values, []).map(([path, value]) => {
    const key = dottedKey(path)
    return { key, value, origin: origins.get(key) ?? { kind: "default" } }
  })
}

function leaves(value: JsonValue, path: readonly string[]): [path: readonly string[], value: JsonValue][] {
  if (!isJsonObject(value)) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : leaves(inner, [...path, key])))
}
