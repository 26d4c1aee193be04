import { sessionOrigin } from "@opencode/session-core/model"
import { useEffect, useRef, useState } from "preact/hooks"
import { exportAddress } from "../api/routes.ts"
import type { Session } from "../api/types.ts"
import { authorName, dollars, exactTime, fullTime, plural, shortNumber, tokensOf } from "../content/format.ts"
import type { Route } from "../content/page-address.ts"
import { stateOf } from "../content/session-state.ts"
import { filesPath, followLink, listIsOpen, sessionPath } from "../state/route.ts"
import {
  archiveSession,
  bringBackSession,
  copySession,
  removeSession,
  renameSession,
  unarchiveSession,
} from "../state/session-actions.ts"
import { Icon } from "./icon.tsx"
import { IconButton } from "./icon-button.tsx"
import { LeaseBadge } from "./lease-badge.tsx"
import { OriginBadge } from "./origin-badge.tsx"

interface SessionHeaderProps {
  session: Session
  view: Route["view"]
}

/** A session's title, who began it and where, what it took, and what can be done with it. */
export function SessionHeader({ session, view }: SessionHeaderProps) {
  const author = authorName(session.author)
  return (
    <header class="session-header">
      <div class="session-header-row">
        <IconButton icon="arrowLeft" label="Show the sessions" class="back" onClick={() => (listIsOpen.value = true)} />
        <Title key={session.id} session={session} />
        <SessionTools session={session} />
      </div>
      <div class="session-header-row session-header-facts">
        <p class="facts">
          {session.parentId !== null && (
            <a href={sessionPath(session.parentId)} onClick={followLink}>
              Part of another session
            </a>
          )}
          {author !== null && <span class="author">{author}</span>}
          <LeaseBadge session={session} />
          <OriginBadge origin={sessionOrigin(session)} />
          {session.directory !== "" && <span>{session.directory}</span>}
          <time dateTime={new Date(session.createdAt).toISOString()} title={fullTime(session.createdAt)}>
            {exactTime(session.createdAt)}
          </time>
          <span>{plural(session.messageCount, "message")}</span>
          <span>{shortNumber(tokensOf(session.usage))} tokens</span>
          <span>{dollars(session.usage.cost)}</span>
        </p>
        <div class="views">
          <a href={sessionPath(session.id)} aria-current={view === "session" ? "page" : undefined} onClick={followLink}>
            Conversation
          </a>
          <a href={filesPath(session.id)} aria-current={view === "files" ? "page" : undefined} onClick={followLink}>
            Files
          </a>
        </div>
      </div>
    </header>
  )
}

function Title({ session }: { session: Session }) {
  const [editing, setEditing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (editing) field.current?.select()
  }, [editing])
  if (!editing) {
    return (
      <div class="title">
        <h1 title={session.title}>{session.title || "Untitled"}</h1>
        <IconButton icon="pen" label="Rename" onClick={() => setEditing(true)} />
      </div>
    )
  }
  const rename = (title: string) => {
    setEditing(false)
    if (title.trim() !== "" && title !== session.title) void renameSession(session.id, title.trim())
  }
  return (
    <form
      class="title"
      onSubmit={(event) => {
        event.preventDefault()
        rename(field.current?.value ?? "")
      }}
    >
      <input
        ref={field}
        class="title-field"
        defaultValue={session.title}
        aria-label="Title"
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          event.stopPropagation()
          setEditing(false)
        }}
      />
      <button type="submit" class="button button-primary">
        Rename
      </button>
    </form>
  )
}

function SessionTools({ session }: { session: Session }) {
  const { id } = session
  const state = stateOf(session)
  return (
    <div class="session-tools">
      <IconButton icon="fork" label="Fork: go on in a copy" onClick={() => void copySession(id)} />
      <a class="icon-button" href={exportAddress(id)} download aria-label="Export" title="Export">
        <Icon name="download" />
      </a>
      {state === "active" && <IconButton icon="archive" label="Archive" onClick={() => void archiveSession(id)} />}
      {state === "archived" && (
        <IconButton icon="restore" label="Bring back into the list" onClick={() => void unarchiveSession(id)} />
      )}
      {state === "deleted" ? (
        <IconButton icon="restore" label="Restore" onClick={() => void bringBackSession(id)} />
      ) : (
        <IconButton icon="trash" label="Delete" onClick={() => void removeSession(id)} />
      )}
    </div>
  )
}
