/** What is wrong with a server's address, without quoting what may be a secret in it. The caller adds where it was written. */
export class AddressError extends Error {
  /** What would be right. */
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = "AddressError"
    this.hint = hint
  }
}
