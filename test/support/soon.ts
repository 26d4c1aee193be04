/** As they were before a test put its own clock in their place. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis

/** Far more than waking takes on a busy machine, and far less than a test may take. */
const soonMilliseconds = 10_000

/**
 * The promise's value, or an error that says what did not happen. For a test of waiting: it must fail because nothing woke it,
 * not because its own time is over, and never pass because a timer of the code that it tests came in the end.
 */
export async function soon<Result>(
  what: string,
  promise: Promise<Result>,
  milliseconds = soonMilliseconds,
): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = startTimer(
    () => late.reject(new Error(`Within ${milliseconds} ms it did not happen: ${what}.`)),
    milliseconds,
  )
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    stopTimer(timer)
  }
}
