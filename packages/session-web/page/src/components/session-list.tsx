import { sessionOrigin } from "@opencode/session-core/model"
import { useEffect, useRef } from "preact/hooks"
import { authorName, fullTime, plural, shortTime } from "../content/format.ts"
import { openSessionId } from "../content/page-address.ts"
import type { SessionNode } from "../content/session-tree.ts"
import { followLink, route, sessionPath } from "../state/route.ts"
import { bringBackSession, unarchiveSession } from "../state/session-actions.ts"
import {
  listHasMore,
  listLoading,
  listProblem,
  listState,
  loadMoreSessions,
  reloadSessions,
  sessionTree,
} from "../state/session-list.ts"
import { IconButton } from "./icon-button.tsx"
import { LeaseBadge } from "./lease-badge.tsx"
import { OriginBadge } from "./origin-badge.tsx"
import { StateMessage } from "./state-message.tsx"

const nothing = {
  active: ["No sessions yet", "Ask the agent something, and the first one begins."],
  archived: ["Nothing is archived", "What you archive leaves the list and is kept here."],
  deleted: ["Nothing is deleted", "What you delete can be restored from here."],
} as const

/** The sessions, last changed first, each with those that it started. */
export function SessionList() {
  const tree = sessionTree.value
  if (listProblem.value !== null && tree.length === 0) {
    return (
      <StateMessage title="The sessions could not be read">
        <p>{listProblem.value}</p>
        <button type="button" class="button" onClick={() => void reloadSessions()}>
          Try again
        </button>
      </StateMessage>
    )
  }
  if (tree.length === 0 && listLoading.value) return <Skeleton />
  if (tree.length === 0) {
    const [title, text] = nothing[listState.value]
    return (
      <StateMessage title={title}>
        <p>{text}</p>
      </StateMessage>
    )
  }
  return (
    <>
      <ul class="session-list">
        {tree.map((node) => (
          <SessionEntry key={node.session.id} node={node} />
        ))}
      </ul>
      {listHasMore.value && <MoreSessions />}
    </>
  )
}

function SessionEntry({ node: { session, children } }: { node: SessionNode }) {
  const isOpen = openSessionId(route.value) === session.id
  const author = authorName(session.author)
  return (
    <li class="session-entry">
      <div class="session-row">
        <a
          class="session-link"
          href={sessionPath(session.id)}
          aria-current={isOpen ? "page" : undefined}
          data-session={session.id}
          onClick={followLink}
        >
          <span class="session-title">{session.title || "Untitled"}</span>
          <span class="session-facts">
            {session.parentId !== null && <span>sub-agent</span>}
            {author !== null && <span class="session-author">{author}</span>}
            <LeaseBadge session={session} />
            <OriginBadge origin={sessionOrigin(session)} />
            <span>{plural(session.messageCount, "message")}</span>
            <time dateTime={new Date(session.updatedAt).toISOString()} title={fullTime(session.updatedAt)}>
              {shortTime(session.updatedAt)}
            </time>
          </span>
        </a>
        {listState.value === "deleted" && (
          <IconButton
            icon="restore"
            label={`Restore ${session.title}`}
            onClick={() => void bringBackSession(session.id)}
          />
        )}
        {listState.value === "archived" && (
          <IconButton
            icon="restore"
            label={`Bring ${session.title} back into the list`}
            onClick={() => void unarchiveSession(session.id)}
          />
        )}
      </div>
      {children.length > 0 && (
        <ul class="session-children" aria-label={`Sub-agents of ${session.title}`}>
          {children.map((child) => (
            <SessionEntry key={child.session.id} node={child} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** Loads older ones as soon as it comes into sight. */
function MoreSessions() {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (button.current === null) return
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void loadMoreSessions()
    })
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [sessionTree.value.length])
  return (
    <button type="button" class="text-button more" ref={button} onClick={() => void loadMoreSessions()}>
      {listLoading.value ? "Loading…" : "Show older sessions"}
    </button>
  )
}

function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">Loading the sessions…</span>
      {[70, 50, 85, 60, 75].map((width) => (
        <div key={width} class="skeleton-row">
          <span style={{ width: `${width}%` }} />
          <span style={{ width: "45%" }} />
        </div>
      ))}
    </div>
  )
}
