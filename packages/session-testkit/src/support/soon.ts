/** Far more than waking takes on a busy machine, and half of what a case may take. */
const longest = 30_000

/** The promise's value, or an error that says what did not happen, well before the case's own time is over. */
export async function soon<Result>(what: string, promise: Promise<Result>, milliseconds = longest): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`Within ${milliseconds} ms it did not happen: ${what}.`)),
    milliseconds,
  )
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
