/** What the page shows. */
export type Route =
  | { view: "new" }
  | { view: "usage" }
  /** `messageId` is the message to begin at: where a search hit is. */
  | { view: "session"; sessionId: string; messageId: string | null }
  | { view: "files"; sessionId: string; path: string | null }

/** The session that is open, in whatever view. */
export function openSessionId(current: Route): string | null {
  return "sessionId" in current ? current.sessionId : null
}

/** The message to begin at; null for the newest. */
export function targetMessage(current: Route): string | null {
  return "messageId" in current ? current.messageId : null
}

/** What an address of the page asks for; any other leads to where a session begins. */
export function routeOf({ pathname, searchParams }: URL): Route {
  if (pathname === "/usage") return { view: "usage" }
  const [, id, files] = /^\/sessions\/([^/]+)(\/files)?$/.exec(pathname) ?? []
  if (id === undefined) return { view: "new" }
  const sessionId = decode(id)
  if (files !== undefined) return { view: "files", sessionId, path: searchParams.get("path") }
  return { view: "session", sessionId, messageId: searchParams.get("message") }
}

/** The project that an address names; null for the server's own. */
export function projectIn({ searchParams }: URL): string | null {
  return searchParams.get("project") || null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
