/** What must not be seen: whatever shows it, as text, as JSON or in a debugger's listing, shows a mask. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The secret itself, for the one who needs it. */
  reveal(): string {
    return this.#value
  }

  /** A mask. */
  toString(): string {
    return "***"
  }

  /** A mask. */
  toJSON(): string {
    return "***"
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "***"
  }
}
