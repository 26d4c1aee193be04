import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { looksLikeAddress } from "@opencode/session-core/provider"

/**
 * A path from the command line, absolute. `what` says for people where it was given: `--data-directory`.
 *
 * Fails with `invalid_input` where it is the address of a server and not a path to something that exists. The error does not
 * show it, since it may hold a password.
 */
export function pathArgument(path: string, directory: string, what: string): string {
  const absolute = resolve(directory, path)
  if (!looksLikeAddress(path) || existsSync(absolute)) return absolute
  throw new SessionStorageError("invalid_input", `${what} is a URL or the address of a server, not a path.`, {
    hint: "Name a file or folder on this machine. A server is configured under sessionProvider: see `opencode-session config`.",
  })
}
