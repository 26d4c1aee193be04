import { batch, signal } from "@preact/signals"
import { address } from "../api/request.ts"
import { projectIn, type Route, routeOf } from "../content/page-address.ts"

/** What the address says. */
export const route = signal<Route>(routeOf(new URL(location.href)))

/** The project whose sessions are shown, when the address names one; null for the server's own. */
export const chosenProject = signal(projectIn(new URL(location.href)))

/** Whether the list is what a narrow window shows. */
export const listIsOpen = signal(route.value.view === "new")

addEventListener("popstate", readAddress)

function readAddress(): void {
  const url = new URL(location.href)
  batch(() => {
    chosenProject.value = projectIn(url)
    route.value = routeOf(url)
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
