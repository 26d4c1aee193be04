import { todosIn } from "@opencode/session-export/rendering"
import { actOnReply, sendPrompt } from "../api/routes.ts"
import { isBeingWritten } from "../content/being-written.ts"
import { agentIn } from "../state/agent.ts"
import { now } from "../state/clock.ts"
import type { Conversation } from "../state/conversation/conversation.ts"
import { attempt } from "../state/notices.ts"
import { projectName } from "../state/projects.ts"
import { bringBackSession } from "../state/session-actions.ts"
import { status } from "../state/status.ts"
import { Composer } from "./composer.tsx"
import { Fold } from "./fold.tsx"
import { MessageList } from "./message-list.tsx"
import { StateMessage } from "./state-message.tsx"
import { TodoList } from "./todo-list.tsx"

interface ConversationViewProps {
  conversation: Conversation
  /** The message to begin at; null for the newest. */
  target: string | null
}

/** The messages of a session, and where one writes the next. */
export function ConversationView({ conversation, target }: ConversationViewProps) {
  const isEmpty = conversation.messages.order.value.length === 0
  return (
    <>
      <Todos conversation={conversation} />
      {conversation.problem.value !== null && (
        <p class="banner banner-problem" role="alert">
          {conversation.problem.value}
          <button type="button" class="text-button" onClick={() => void conversation.load()}>
            Try again
          </button>
        </p>
      )}
      {isEmpty ? (
        <div class="message-list-frame">
          <StateMessage title="No messages yet">
            {agentIn(conversation.session.value?.projectId ?? null) !== null && <p>Write the first one below.</p>}
          </StateMessage>
        </div>
      ) : (
        <MessageList key={conversation.id} conversation={conversation} target={target} />
      )}
      <ConversationEnd conversation={conversation} />
    </>
  )
}

/** Stops the reply that is being written, if there is one. */
export function stopReply(conversation: Conversation | null): boolean {
  const last = conversation?.messages.last.peek() ?? null
  if (conversation === null || last === null || !isBeingWritten(last, Date.now())) return false
  void attempt(() => actOnReply(conversation.id, "stop"))
  return true
}

function Todos({ conversation }: { conversation: Conversation }) {
  const todos = todosIn(conversation.session.value?.todos)
  if (todos.length === 0) return null
  const done = todos.filter(({ status: state }) => state === "completed").length
  return (
    <Fold id={`${conversation.id}/todos`} class="session-todos" summary={`To do: ${done} of ${todos.length} done`}>
      {() => <TodoList todos={todos} />}
    </Fold>
  )
}

function ConversationEnd({ conversation }: { conversation: Conversation }) {
  const session = conversation.session.value
  if (session === null) return null
  if (session.deletedAt !== null) {
    return (
      <p class="banner">
        This session is deleted.
        <button type="button" class="button" onClick={() => void bringBackSession(session.id)}>
          Restore
        </button>
      </p>
    )
  }
  const agent = agentIn(session.projectId)
  if (agent === null) return <OtherProject />
  const last = conversation.messages.last.value
  return (
    <Composer
      key={session.id}
      placeholder={`Ask ${agent.name}`}
      writing={last !== null && isBeingWritten(last, now.value)}
      onSend={async (text) => {
        const isSent = (await attempt(() => sendPrompt(session.id, text))) !== null
        // A user who writes while reading elsewhere wants to see the reply.
        if (isSent && conversation.messages.hasNewer.peek()) void conversation.show(null)
        return isSent
      }}
      onStop={() => stopReply(conversation)}
    />
  )
}

/** Says where the agent answers instead; nothing when the server has none. */
function OtherProject() {
  const agent = status.value?.agent
  if (!agent) return null
  return <p class="banner">The agent answers in {projectName(agent.projectId)} only, not in this session’s project.</p>
}
