import type { JsonObject } from "@opencode/session-core/provider"
import { provider } from "../../src/index.ts"
import type { PostgresOptions } from "../../src/options/options.ts"

/** Options as a configuration would give them. */
export const optionsOf = (options: JsonObject, environment: Record<string, string> = {}): PostgresOptions =>
  provider.parseOptions(options, { dataDirectory: "/nowhere", environment })
