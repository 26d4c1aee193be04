import { stopReply } from "./components/conversation-view.tsx"
import { showShortcuts } from "./components/shortcuts-dialog.tsx"
import { beginSession } from "./components/sidebar.tsx"
import { openSessionId } from "./content/page-address.ts"
import { conversation } from "./state/open-conversation.ts"
import { listIsOpen, navigate, route, sessionPath } from "./state/route.ts"
import { searchFor, searchText } from "./state/search.ts"
import { shownSessions } from "./state/session-list.ts"

/** What keys do wherever nothing is being written. */
export function listenToKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector("dialog[open]") !== null) return
    if (event.key === "Escape") leave()
    else if (isWriting(event.target)) return
    else if (act(event)) event.preventDefault()
  })
}

function act({ key, target }: KeyboardEvent): boolean {
  switch (key) {
    case "j":
      return step(1)
    case "k":
      return step(-1)
    case "ArrowDown":
      return !isInMain(target) && step(1)
    case "ArrowUp":
      return !isInMain(target) && step(-1)
    case "n":
      return beginSession()
    case "/":
      listIsOpen.value = true
      document.getElementById("search")?.focus()
      return true
    case "?":
      showShortcuts()
      return true
    default:
      return false
  }
}

function step(distance: 1 | -1): boolean {
  const sessions = shownSessions.value
  const index = sessions.findIndex(({ id }) => id === openSessionId(route.value))
  const next = sessions[index === -1 ? 0 : index + distance]
  if (next === undefined) return false
  navigate(sessionPath(next.id))
  const link = document.querySelector(`[data-session="${CSS.escape(next.id)}"]`)
  if (link instanceof HTMLElement) link.focus()
  return true
}

function leave(): void {
  if (searchText.value === "") {
    if (!stopReply(conversation.value) && document.activeElement instanceof HTMLElement) document.activeElement.blur()
    return
  }
  searchFor("")
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** In what scrolls, the arrows scroll. */
const isInMain = (target: EventTarget | null): boolean => target instanceof Element && target.closest("main") !== null

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select") !== null
