import { batch, signal } from "@preact/signals"
import { address } from "../api/request.ts"

/** What the page shows. */
export type Route =
  | { view: "new" }
  | { view: "usage" }
  /** `messageId` is the message to begin at: where a search hit is. */
  | { view: "session"; sessionId: string; messageId: string | null }
  | { view: "files"; sessionId: string; path: string | null }

/** What the address says. */
export const route = signal<Route>(readRoute(new URL(location.href)))

/** The project whose sessions are shown, when the address names one; null for the server's own. */
export const chosenProject = signal(readProject(new URL(location.href)))

/** Whether the list is what a narrow window shows. */
export const listIsOpen = signal(route.value.view === "new")

addEventListener("popstate", readAddress)

function readAddress(): void {
  const url = new URL(location.href)
  batch(() => {
    chosenProject.value = readProject(url)
    route.value = readRoute(url)
  })
}

export function navigate(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, "", path)
  readAddress()
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

/*
 * Addresses of the page. They stay in the project that is shown.
 */

export const newSessionPath = (project = chosenProject.value): string => address("/", { project })

export const usagePath = (project = chosenProject.value): string => address("/usage", { project })

export const sessionPath = (sessionId: string, message: string | null = null): string =>
  address(`/sessions/${encodeURIComponent(sessionId)}`, { message, project: chosenProject.value })

export const filesPath = (sessionId: string, path: string | null = null): string =>
  address(`/sessions/${encodeURIComponent(sessionId)}/files`, { path, project: chosenProject.value })

/** The session that is open, in whatever view. */
export function openSessionId(current: Route): string | null {
  return "sessionId" in current ? current.sessionId : null
}

/** The message to begin at; null for the newest. */
export function targetMessage(current: Route): string | null {
  return "messageId" in current ? current.messageId : null
}

function readRoute({ pathname, searchParams }: URL): Route {
  if (pathname === "/usage") return { view: "usage" }
  const [, id, files] = /^\/sessions\/([^/]+)(\/files)?$/.exec(pathname) ?? []
  if (id === undefined) return { view: "new" }
  const sessionId = decode(id)
  if (files !== undefined) return { view: "files", sessionId, path: searchParams.get("path") }
  return { view: "session", sessionId, messageId: searchParams.get("message") }
}

function readProject({ searchParams }: URL): string | null {
  return searchParams.get("project") || null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
