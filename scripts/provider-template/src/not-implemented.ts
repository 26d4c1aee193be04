import { SessionStorageError } from "@opencode/session-core/provider"

/** A call of the contract is not written yet. This file goes when the last one is. */
class NotImplementedError extends SessionStorageError<"unexpected"> {
  constructor(call: string) {
    super("unexpected", `${call} is not implemented yet.`)
    this.name = "NotImplementedError"
  }
}

/** Fails: in the place of what is to be written. */
export function notImplemented(call: string): never {
  throw new NotImplementedError(call)
}
