import { hostname, userInfo } from "node:os"
import type { Author } from "@opencode/session-core"

/** Who runs the command: the author of sessions that name none. */
export function currentAuthor(): Author {
  try {
    return { user: userInfo().username, host: hostname() }
  } catch {
    // In a container, a user id may have no name.
    return { user: String(process.getuid?.() ?? "unknown"), host: hostname() }
  }
}
