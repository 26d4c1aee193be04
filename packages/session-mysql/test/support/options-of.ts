import type { JsonObject } from "@opencode/session-core/provider"
import { provider } from "../../src/index.ts"
import type { MysqlOptions } from "../../src/options/options.ts"

/** Options as a configuration would give them. */
export const optionsOf = (options: JsonObject, environment: Record<string, string> = {}): MysqlOptions =>
  provider.parseOptions(options, { dataDirectory: "/nowhere", environment })
