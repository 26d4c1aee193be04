import type { JsonObject, JsonValue } from "../model/json.ts"
import { maximumConnections } from "./connection-count.ts"
import { invalidOption } from "./option-error.ts"

const defaults = { maxConnections: 10, maxIdleConnections: 5, connectionTimeout: 30 }
/** A day: what is longer was meant to be something else. */
const maximumSeconds = 86_400

/** How connections are shared. */
export interface PoolSettings {
  /** How many connections are open at a time at most. */
  maxConnections: number
  /** How many of them stay open while nobody needs them. */
  maxIdleConnections: number
  /** How long a call waits in all, milliseconds. */
  connectionTimeout: number
}

/**
 * Checks `maxConnections`, `maxIdleConnections` and `connectionTimeout` (seconds). Fails with `invalid_configuration`.
 *
 * @param ofAddress - what the server's address says of `maxConnections`.
 */
export function parsePool(options: JsonObject, prefix: string, ofAddress?: number): PoolSettings {
  const count = (key: "maxConnections" | "maxIdleConnections", least: number, otherwise?: number): number => {
    const value: JsonValue = options[key] ?? otherwise ?? defaults[key]
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= maximumConnections)
      return value
    throw invalidOption(
      `${prefix}.${key} must be a whole number from ${least} to ${maximumConnections}, not ${JSON.stringify(value)}.`,
    )
  }
  const maxConnections = count("maxConnections", 1, ofAddress)
  const maxIdleConnections = count("maxIdleConnections", 0)
  if (options.maxIdleConnections !== undefined && maxIdleConnections > maxConnections) {
    throw invalidOption(
      `${prefix}.maxIdleConnections is ${maxIdleConnections}, more than ${prefix}.maxConnections, which is ${maxConnections}.`,
    )
  }
  const seconds = options.connectionTimeout ?? defaults.connectionTimeout
  if (typeof seconds !== "number" || !(seconds > 0 && seconds <= maximumSeconds)) {
    throw invalidOption(
      `${prefix}.connectionTimeout must be a number of seconds, more than 0 and at most ${maximumSeconds}, not ${JSON.stringify(seconds)}.`,
    )
  }
  return {
    maxConnections,
    maxIdleConnections: Math.min(maxIdleConnections, maxConnections),
    connectionTimeout: Math.ceil(seconds * 1000),
  }
}
