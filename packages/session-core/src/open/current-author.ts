import { hostname, userInfo } from "node:os"
import type { Author } from "../model/author.ts"

/** Who runs this process, and where: the author of what a store writes that was opened with `openSessionStore`. */
export function currentAuthor(): Author {
  return { user: userName(), host: hostname() }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container, a user id may have no name.
    return String(process.getuid?.() ?? "unknown")
  }
}
