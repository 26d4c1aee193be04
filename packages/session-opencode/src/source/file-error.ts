import { SessionStorageError } from "@opencode/session-core"
import { notImportable } from "./not-importable.ts"

/** One of our errors for one of Node's, naming the file. Others come back as they are. */
export function translateFileError(error: unknown, path: string): unknown {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error) || !("code" in error)) return error
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new SessionStorageError("not_found", `There is no file ${path}.`, {
        hint: "Check the path.",
        cause: error,
      })
    case "EACCES":
    case "EPERM":
      return new SessionStorageError("access_denied", `${path} may not be read.`, {
        hint: "Check the permissions of the file and of the folders above it.",
        cause: error,
      })
    case "EISDIR":
      return notImportable(`${path} is a folder.`)
    default:
      return error
  }
}
