import { AsyncLocalStorage } from "node:async_hooks"
import type { HookName } from "../provider-under-test.ts"
import type { KitCase } from "./kit-case.ts"

/** How a case ended. */
export type CaseOutcome = { milliseconds: number } & (
  | { status: "passed" }
  | { status: "skipped"; reason: string; hook?: HookName }
  | { status: "failed"; error: unknown }
)

type Cleaning = () => Promise<void>

class SkippedError extends Error {
  readonly skipped: { reason: string; hook?: HookName }

  constructor(reason: string, hook: HookName | undefined) {
    super(reason)
    this.skipped = { reason, ...(hook !== undefined && { hook }) }
  }
}

const running = new AsyncLocalStorage<Cleaning[]>()

/** Has something done when the case that runs now has ended, however it ended. The last comes first. */
export function onCaseFinished(clean: Cleaning): void {
  const cleanings = running.getStore()
  if (cleanings === undefined) throw new Error("No case is running.")
  cleanings.push(clean)
}

/** Runs a case. What it throws is its outcome, and so is what clearing up after it throws. */
export async function runCase({ body, timeout, skipped }: KitCase): Promise<CaseOutcome> {
  if (skipped !== undefined) return { status: "skipped", reason: skipped, milliseconds: 0 }
  const start = performance.now()
  const cleanings: Cleaning[] = []
  const test = {
    skip(reason: string, hook?: HookName): never {
      throw new SkippedError(reason, hook)
    },
  }
  const failure = await errorOf(() => within(timeout, "The case", () => running.run(cleanings, body, test)))
  let unclean: { error: unknown } | undefined
  for (const clean of cleanings.reverse()) unclean ??= await errorOf(() => within(timeout, "Clearing up", clean))
  const milliseconds = performance.now() - start
  if (failure?.error instanceof SkippedError && unclean === undefined) {
    return { status: "skipped", ...failure.error.skipped, milliseconds }
  }
  // Why the case itself failed says more.
  const failed = failure?.error instanceof SkippedError ? unclean : (failure ?? unclean)
  return failed === undefined ? { status: "passed", milliseconds } : { status: "failed", ...failed, milliseconds }
}

async function errorOf(run: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    return { error }
  }
}

/** Fails what has not ended in time. It cannot be stopped, but nobody waits for it any more. */
async function within(timeout: number, what: string, run: () => Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${what} did not end within ${timeout} ms.`)), timeout)
  try {
    await Promise.race([run(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
