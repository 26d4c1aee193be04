import { SessionStorageError, type SessionStorageErrorOptions } from "@opencode/session-core/provider"

/** A part of a source cannot be read; the rest may well be. Its code is `corrupt`. */
export class DamagedSourceError extends SessionStorageError {
  readonly #problem: string
  readonly #options: SessionStorageErrorOptions

  /** `problem` names the source and what is wrong with it; `place` is where. */
  constructor(problem: string, place: string, options: SessionStorageErrorOptions) {
    super("corrupt", `${problem} at ${place}.`, options)
    this.#problem = problem
    this.#options = options
  }

  /** The same of another place, or of several. */
  at(place: string): DamagedSourceError {
    return new DamagedSourceError(this.#problem, place, this.#options)
  }
}
