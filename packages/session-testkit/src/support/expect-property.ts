import fc from "fast-check"
import type { KitContext } from "./kit-context.ts"

/** Tries a property with random values. Fails with the smallest ones that it does not hold for, and with the seed. */
export async function expectProperty<Values>(
  { random: { seed } }: KitContext,
  property: fc.IAsyncProperty<Values>,
  runs: number,
): Promise<void> {
  const details = await fc.check(property, { numRuns: runs, seed })
  if (!details.failed) return
  const message = `${fc.defaultReportMessage(details)}\n\nThe same again: SESSION_TESTKIT_SEED=${seed}`
  throw new Error(message, { cause: details.errorInstance })
}
