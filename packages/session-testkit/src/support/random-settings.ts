import type { ProviderSuite } from "../provider-under-test.ts"
import type { RandomSettings } from "./kit-context.ts"

const defaultSequences = 200
const largestSeed = 0x7fff_ffff

/** Reads a whole number of a setting, from `least` to what fits into 31 bits. */
export function parseWholeNumber(name: string, value: string, least: number): number {
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= largestSeed) return number
  throw new Error(`${name} must be a whole number from ${least} to ${largestSeed}, not ${JSON.stringify(value)}.`)
}

/**
 * What is asked for, else what the environment says (`SESSION_TESTKIT_SEQUENCES`, `SESSION_TESTKIT_SEED`), else the suite;
 * without a seed, a new one each time.
 */
export function randomSettings(suite: ProviderSuite, asked: Partial<RandomSettings> = {}): RandomSettings {
  const { SESSION_TESTKIT_SEQUENCES: sequences, SESSION_TESTKIT_SEED: seed } = process.env
  return {
    sequences:
      asked.sequences ??
      (sequences ? parseWholeNumber("SESSION_TESTKIT_SEQUENCES", sequences, 1) : undefined) ??
      suite.sequences ??
      defaultSequences,
    seed:
      asked.seed ??
      (seed ? parseWholeNumber("SESSION_TESTKIT_SEED", seed, 0) : Math.floor(Math.random() * largestSeed)),
  }
}
