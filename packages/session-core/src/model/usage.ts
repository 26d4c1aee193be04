/** Tokens and money that a message took. Token counts are whole numbers; `cost` is in US dollars. */
export interface Usage {
  input: number
  output: number
  reasoning: number
  cacheRead: number
  cacheWrite: number
  cost: number
}

/** The usage of nothing. */
export const noUsage: Usage = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 }

const nanosPerDollar = 1e9

/**
 * A cost in billionths of a dollar. Totals are summed as whole numbers so that they are exact and do not depend on the
 * order in which messages were written, as a sum of binary fractions would.
 */
export const costToNanos = (cost: number): number => Math.round(cost * nanosPerDollar)

/** The opposite of {@link costToNanos}. */
export const nanosToCost = (nanos: number): number => nanos / nanosPerDollar
