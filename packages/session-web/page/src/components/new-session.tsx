import { createSession, sendPrompt } from "../api/routes.ts"
import type { AgentCapability } from "../api/types.ts"
import { agentIn } from "../state/agent.ts"
import { attempt } from "../state/notices.ts"
import { projectName, shownProject, shownProjectId } from "../state/projects.ts"
import { followLink, listIsOpen, navigate, newSessionPath, sessionPath } from "../state/route.ts"
import { status } from "../state/status.ts"
import { Composer } from "./composer.tsx"
import { IconButton } from "./icon-button.tsx"

/** Where a session begins: with its first message, where an agent answers it. */
export function NewSession() {
  const agent = agentIn(shownProjectId.value)
  return (
    <section class="new-session">
      <IconButton icon="arrowLeft" label="Show the sessions" class="back" onClick={() => (listIsOpen.value = true)} />
      <div class="new-session-middle">{agent === null ? <OnlyHistory /> : <Beginning agent={agent} />}</div>
    </section>
  )
}

/** A project that no agent answers in. */
function OnlyHistory() {
  const { value } = status
  // Until the server has said whether it has an agent, nothing is said of one.
  if (value === null) return null
  return (
    <>
      <h1>{shownProject.value?.name}</h1>
      <p class="quiet">
        The sessions of this project can be read, searched, renamed and copied here.
        {value.agent !== null && (
          <>
            {" "}
            The agent works in{" "}
            <a href={newSessionPath(null)} onClick={followLink}>
              {projectName(value.agent.projectId)}
            </a>{" "}
            only.
          </>
        )}
      </p>
    </>
  )
}

function Beginning({ agent }: { agent: AgentCapability }) {
  const begin = async (text: string): Promise<boolean> => {
    const session = await attempt(createSession)
    if (session === null) return false
    navigate(sessionPath(session.id))
    await attempt(() => sendPrompt(session.id, text))
    return true
  }
  return (
    <>
      <h1>What shall we do?</h1>
      <p class="quiet">
        {agent.introduction}
        {agent.workspace !== null && (
          <>
            {" "}
            Files are in <code>{agent.workspace}</code>.
          </>
        )}
      </p>
      <Composer
        placeholder={agent.suggestions[0] ?? "Ask something"}
        writing={false}
        onSend={begin}
        onStop={() => {}}
      />
      {agent.suggestions.length > 0 && (
        <p class="suggestions">
          {agent.suggestions.map((text) => (
            <button type="button" class="button" key={text} onClick={() => void begin(text)}>
              {text}
            </button>
          ))}
        </p>
      )}
    </>
  )
}
