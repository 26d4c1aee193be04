import { SessionStorageError } from "@opencode/session-core/provider"
import { unsupportedPlugin } from "./unsupported-plugin.ts"

/** A login that fails before the server has said no. */
export const loginError = (message: string, hint: string | undefined): SessionStorageError =>
  new SessionStorageError("authentication_failed", message, hint === undefined ? {} : { hint })

/** An error of a login, naming the server where it is ours. The driver writes its own code over that of a plug-in's error. */
export function loginFailure(error: Error, location: string): Error {
  const unsupported = unsupportedPlugin(error)
  if (unsupported !== undefined) return loginError(`${unsupported.message} (${location})`, unsupported.hint)
  return SessionStorageError.isInstance(error) ? loginError(`${error.message} (${location})`, error.hint) : error
}
