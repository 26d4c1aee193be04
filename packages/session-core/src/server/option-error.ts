import { SessionStorageError } from "../errors/session-storage-error.ts"

/** An option that cannot be right. The message names its key, its value unless that is a secret, and what would be right. */
export const invalidOption = (message: string, hint?: string): SessionStorageError =>
  new SessionStorageError("invalid_configuration", message, hint === undefined ? {} : { hint })
