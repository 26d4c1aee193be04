import { connection } from "../api/event-stream.ts"
import { targetMessage } from "../content/page-address.ts"
import { notice } from "../state/notices.ts"
import { conversation } from "../state/open-conversation.ts"
import { listIsOpen, route } from "../state/route.ts"
import { ConversationView } from "./conversation-view.tsx"
import { FilesView } from "./files-view.tsx"
import { IconButton } from "./icon-button.tsx"
import { NewSession } from "./new-session.tsx"
import { SessionHeader } from "./session-header.tsx"
import { ShortcutsDialog } from "./shortcuts-dialog.tsx"
import { Sidebar } from "./sidebar.tsx"
import { StateMessage } from "./state-message.tsx"
import { UsageView } from "./usage-view.tsx"

export function Page() {
  return (
    <div class={`page ${listIsOpen.value ? "page-list" : "page-main"}`}>
      <Sidebar />
      <main class="main">
        {connection.value === "lost" && (
          <p class="banner banner-problem" role="alert">
            Connection lost, reconnecting…
          </p>
        )}
        <Main />
      </main>
      <Notice />
      <ShortcutsDialog />
    </div>
  )
}

function Main() {
  const { view } = route.value
  if (view === "new") return <NewSession />
  if (view === "usage") return <UsageView />
  return <OpenSession />
}

function OpenSession() {
  const open = conversation.value
  const current = route.value
  if (open === null) return null
  const session = open.session.value
  const problem = open.problem.value
  if (open.missing.value || session === null) {
    const title = open.missing.value
      ? "This session is not here"
      : problem
        ? "The session could not be read"
        : "Loading…"
    return (
      <>
        <div class="lone-back">
          <IconButton
            icon="arrowLeft"
            label="Show the sessions"
            class="back"
            onClick={() => (listIsOpen.value = true)}
          />
        </div>
        <StateMessage title={title}>
          {open.missing.value && <p>It was removed for good, or the address is of another store.</p>}
          {!open.missing.value && problem !== null && <p>{problem}</p>}
          {!open.missing.value && problem !== null && (
            <button type="button" class="button" onClick={() => void open.load()}>
              Try again
            </button>
          )}
        </StateMessage>
      </>
    )
  }
  return (
    <>
      <SessionHeader session={session} view={current.view} />
      {current.view === "files" ? (
        <FilesView conversation={open} path={current.path} />
      ) : (
        <ConversationView conversation={open} target={targetMessage(current)} />
      )}
    </>
  )
}

function Notice() {
  const { value } = notice
  return (
    <div class="notice-place" role="status">
      {value !== null && (
        <div class="notice">
          <span>{value.text}</span>
          {value.undo !== null && (
            <button type="button" class="text-button" onClick={value.undo}>
              Undo
            </button>
          )}
          <IconButton icon="close" label="Close" onClick={() => (notice.value = null)} />
        </div>
      )}
    </div>
  )
}
