import { SessionStorageError } from "@opencode/session-core"

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
    case "ENOSPC":
      return new SessionStorageError(
        "storage_full",
        `${path} cannot be copied into the folder for temporary files: its disk is full.`,
        {
          hint: "Make room there, or let TMPDIR name another folder.",
          cause: error,
        },
      )
    default:
      return error
  }
}
