import {
  type Configuration,
  type ConfigurationOrigin,
  type JsonObject,
  type JsonValue,
  maskConfiguration,
  maskProviderOptions,
} from "@opencode/session-core"
import { bundledProviders } from "./bundled-providers.ts"

/** A configured value for display: what its provider does not declare public is masked. */
export interface ValueInForce {
  /** `sessionProvider.mysql.host` */
  key: string
  value: JsonValue
  origin: ConfigurationOrigin
}

/** Every value in force, with where it comes from. */
export function valuesInForce(configuration: Configuration): ValueInForce[] {
  const { dataDirectory, origins, projectId, providerOptions, providerType } = configuration
  const definition = bundledProviders.find(({ name }) => name === providerType)
  const values = {
    data: maskConfiguration({ directory: dataDirectory }),
    sessionProvider: {
      type: providerType,
      ...(projectId === null ? {} : { project: projectId }),
      // Of any other provider, whose code is not run here, only the keys are shown.
      [providerType]: maskProviderOptions(providerOptions, definition),
    },
  }
  return leaves(values, []).map(([path, value]) => {
    const key = dottedKey(path)
    return { key, value, origin: origins.get(key) ?? { kind: "default" } }
  })
}

/** Where a value comes from, in words. */
export function describeOrigin(origin: ConfigurationOrigin): string {
  switch (origin.kind) {
    case "default":
      return "default"
    case "environment":
      return origin.variable
    case "file":
      return origin.path
  }
}

function leaves(value: JsonValue, path: readonly string[]): [path: readonly string[], value: JsonValue][] {
  if (!isObject(value)) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : leaves(inner, [...path, key])))
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** As the configuration's `origins` name their keys: one that holds a dot is quoted. */
const dottedKey = (path: readonly string[]): string =>
  path.map((key) => (/[."]/.test(key) ? JSON.stringify(key) : key)).join(".")
