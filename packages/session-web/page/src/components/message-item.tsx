import { isReverted, revertOf } from "@opencode/session-core/model"
import { errorIn } from "@opencode/session-export/rendering"
import { type ReadonlySignal, useSignal } from "@preact/signals"
import { actOnReply, forkSession, type ReplyAction } from "../api/routes.ts"
import type { MessageWithParts } from "../api/types.ts"
import { isBeingWritten } from "../content/being-written.ts"
import { authorName, dollars, fullTime, shortNumber, shortTime, tokensOf } from "../content/format.ts"
import { agentIn } from "../state/agent.ts"
import { now } from "../state/clock.ts"
import type { Conversation } from "../state/conversation/conversation.ts"
import { attempt, tell } from "../state/notices.ts"
import { navigate, sessionPath } from "../state/route.ts"
import { Icon } from "./icon.tsx"
import { PartView } from "./part-view.tsx"

interface MessageItemProps {
  message: ReadonlySignal<MessageWithParts>
  conversation: Conversation
  marked: boolean
}

const roles: Record<string, string> = { user: "User", assistant: "Assistant", system: "System" }

/** A message with who wrote it, where, and what it took. */
export function MessageItem({ message: source, conversation, marked }: MessageItemProps) {
  const message = source.value
  const session = conversation.session.value
  const takenBack = session !== null && isReverted(message, revertOf(session))
  const name = roles[message.role] ?? message.role
  const classes = ["message", `message-${message.role in roles ? message.role : "other"}`]
  if (takenBack) classes.push("taken-back")
  if (marked) classes.push("marked")
  return (
    <article class={classes.join(" ")} aria-label={`${name}, ${shortTime(message.createdAt)}`}>
      <Byline message={message} name={name} />
      {takenBack && <p class="taken-back-label">Taken back: OpenCode hides this</p>}
      {message.damaged !== undefined && <p class="failure">This message could not be read: {message.damaged.reason}</p>}
      <div class="parts">
        {message.parts.map((part) => (
          <PartView key={part.id} part={part} conversation={conversation} />
        ))}
        {message.partsCursor !== undefined && <MoreParts message={message} conversation={conversation} />}
      </div>
      <Ending message={message} conversation={conversation} />
      {!takenBack && <Actions message={message} />}
    </article>
  )
}

/** A message may have a million parts: they come in pages, as messages do. */
function MoreParts({ message, conversation }: { message: MessageWithParts; conversation: Conversation }) {
  const loading = useSignal(false)
  const load = async () => {
    loading.value = true
    await attempt(() => conversation.loadParts(message.id))
    loading.value = false
  }
  return (
    <p class="part-note">
      This message goes on{" "}
      <button type="button" class="text-button" disabled={loading.value} onClick={() => void load()}>
        {loading.value ? "Loading…" : "Show more"}
      </button>
    </p>
  )
}

function Byline({ message, name }: { message: MessageWithParts; name: string }) {
  const author = authorName(message.author)
  return (
    <header class="byline">
      <span class="byline-role">{name}</span>
      {author !== null && <span class="byline-author">{author}</span>}
      {message.role !== "user" && message.model !== null && <span>{message.model.modelId}</span>}
      {message.role !== "user" && message.agent !== null && <span>{message.agent}</span>}
      <time dateTime={new Date(message.createdAt).toISOString()} title={fullTime(message.createdAt)}>
        {shortTime(message.createdAt)}
      </time>
      {message.usage !== null && tokensOf(message.usage) > 0 && (
        <span class="byline-usage">
          {shortNumber(tokensOf(message.usage))} tokens
          {message.usage.cost > 0 && ` · ${dollars(message.usage.cost)}`}
        </span>
      )}
    </header>
  )
}

/** Errors that say that a reply was broken off, OpenCode's own for what its user stopped among them: nothing went wrong. */
const interruptions = ["MessageInterruptedError", "MessageStoppedError", "MessageAbortedError"]

/** How it ended, when it did not end well, and what can be done about it. */
function Ending({ message, conversation }: { message: MessageWithParts; conversation: Conversation }) {
  const isLast = conversation.messages.last.value?.id === message.id
  const agent = agentIn(conversation.session.value?.projectId ?? null)
  if (message.completedAt === null && message.role === "assistant") {
    if (isBeingWritten(message, now.value)) {
      return (
        <p class="writing" role="status">
          <span class="writing-dots" aria-hidden="true" /> Writing…
        </p>
      )
    }
    return (
      <div class="interrupted">
        <p>Interrupted: its writer stopped before it was complete.</p>
        {isLast && agent !== null && <ReplyButtons conversation={conversation} actions={["retry"]} />}
      </div>
    )
  }
  const error = errorIn(message.error)
  if (error === null) return null
  const isInterruption = interruptions.includes(error.name)
  return (
    <div class={isInterruption ? "interrupted" : "failure"} role={isInterruption ? undefined : "alert"}>
      <p>
        <strong>{isInterruption ? "Interrupted" : error.name}</strong> {error.message}
      </p>
      {isLast && agent !== null && (
        <ReplyButtons
          conversation={conversation}
          actions={agent.continues.includes(error.name) ? ["continue", "retry"] : ["retry"]}
        />
      )}
    </div>
  )
}

const actionNames: Record<ReplyAction, string> = { continue: "Continue", retry: "Retry", stop: "Stop" }

interface ReplyButtonsProps {
  conversation: Conversation
  actions: readonly ReplyAction[]
}

function ReplyButtons({ conversation, actions }: ReplyButtonsProps) {
  return (
    <div class="buttons">
      {actions.map((action) => (
        <button
          type="button"
          key={action}
          class="button"
          onClick={() => void attempt(() => actOnReply(conversation.id, action))}
        >
          {actionNames[action]}
        </button>
      ))}
    </div>
  )
}

function Actions({ message }: { message: MessageWithParts }) {
  const fork = async () => {
    const session = await attempt(() => forkSession(message.sessionId, message.id))
    if (session === null) return
    navigate(sessionPath(session.id))
    tell("This is the copy, up to that message.")
  }
  return (
    <div class="message-actions">
      <button type="button" class="text-button" onClick={() => void fork()}>
        <Icon name="fork" /> Fork from here
      </button>
    </div>
  )
}
