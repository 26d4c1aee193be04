/** Tokens and money that a message took. Token counts are whole numbers; `cost` is in US dollars. */
export interface Usage {
  /** Tokens that were sent to the model, without those from its cache. */
  input: number
  /** Tokens that the model wrote. */
  output: number
  /** Tokens that the model thought with. */
  reasoning: number
  /** Tokens that came from the cache of the model's provider. */
  cacheRead: number
  /** Tokens that were put into that cache. */
  cacheWrite: number
  /** US dollars, up to nine million, kept to a billionth. */
  cost: number
}

/** Usage as a writer gives it: what is not given is 0. */
export type UsageInput = { [Count in keyof Usage]?: Usage[Count] | undefined }

/** The usage of nothing. */
export const noUsage: Usage = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 }

/** Fills in what was not given. */
export function usageOf(input: UsageInput): Usage {
  const { input: tokens = 0, output = 0, reasoning = 0, cacheRead = 0, cacheWrite = 0, cost = 0 } = input
  return { input: tokens, output, reasoning, cacheRead, cacheWrite, cost }
}

const nanosPerDollar = 1e9

/**
 * A cost in billionths of a dollar. Totals are summed as whole numbers so that they are exact and do not depend on the
 * order in which messages were written, as a sum of binary fractions would.
 */
export const costToNanos = (cost: number): number => Math.round(cost * nanosPerDollar)

/** The opposite of {@link costToNanos}. */
export const nanosToCost = (nanos: number): number => nanos / nanosPerDollar
