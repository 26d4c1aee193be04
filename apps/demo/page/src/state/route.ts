import { signal } from "@preact/signals"

/** What the page shows. */
export type Route =
  | { view: "new" }
  | { view: "usage" }
  /** `messageId` is the message to begin at: where a search hit is. */
  | { view: "session"; sessionId: string; messageId: string | null }
  | { view: "files"; sessionId: string; path: string | null }

/** What the address says. */
export const route = signal<Route>(readRoute(new URL(location.href)))

/** Whether the list is what a narrow window shows. */
export const listIsOpen = signal(route.value.view === "new")

addEventListener("popstate", () => {
  route.value = readRoute(new URL(location.href))
})

export function navigate(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, "", path)
  route.value = readRoute(new URL(location.href))
  listIsOpen.value = false
}

/** For links: goes there within the page, unless the click asks for a tab or window of its own. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  const target = event.currentTarget
  if (!(target instanceof HTMLAnchorElement)) return
  event.preventDefault()
  navigate(target.pathname + target.search)
}

export function sessionPath(sessionId: string, messageId: string | null = null): string {
  const path = `/sessions/${encodeURIComponent(sessionId)}`
  return messageId === null ? path : `${path}?${new URLSearchParams({ message: messageId })}`
}

export function filesPath(sessionId: string, path: string | null = null): string {
  const files = `${sessionPath(sessionId)}/files`
  return path === null ? files : `${files}?${new URLSearchParams({ path })}`
}

/** The session that is open, in whatever view. */
export function openSessionId(current: Route): string | null {
  return "sessionId" in current ? current.sessionId : null
}

function readRoute({ pathname, searchParams }: URL): Route {
  if (pathname === "/usage") return { view: "usage" }
  const [, id, files] = /^\/sessions\/([^/]+)(\/files)?$/.exec(pathname) ?? []
  if (id === undefined) return { view: "new" }
  const sessionId = decode(id)
  if (files !== undefined) return { view: "files", sessionId, path: searchParams.get("path") }
  return { view: "session", sessionId, messageId: searchParams.get("message") }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
