/** Far more than anything that a case waits for takes on a busy machine, and far less than a case may take. */
const longest = 20_000

/** The promise's value, or an error that says what did not happen, well before the case's own time is over. */
export async function soon<Result>(what: string, promise: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`Within ${longest} ms it did not happen: ${what}.`)), longest)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
