/** What was asked for cannot be run: wrong arguments, or a module that is none. */
export class UsageError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = "UsageError"
  }
}
