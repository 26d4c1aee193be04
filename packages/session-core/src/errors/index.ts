export { ConflictError } from "./conflict-error.ts"
export { type ErrorCode, errorCodes } from "./error-code.ts"
export { SessionStorageError, type SessionStorageErrorOptions } from "./session-storage-error.ts"
export { TooLargeError } from "./too-large-error.ts"
