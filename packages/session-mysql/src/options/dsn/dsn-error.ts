/** What is wrong with a DSN, without quoting what may be a secret in it. Whoever knows where it was written adds that. */
export class DsnError extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = "DsnError"
    this.hint = hint
  }
}
