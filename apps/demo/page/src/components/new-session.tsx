import { createSession, sendPrompt } from "../api/routes.ts"
import { attempt } from "../state/notices.ts"
import { agentWorksIn, shownProject, shownProjectId } from "../state/projects.ts"
import { followLink, listIsOpen, navigate, newSessionPath, sessionPath } from "../state/route.ts"
import { status } from "../state/status.ts"
import { Composer } from "./composer.tsx"
import { IconButton } from "./icon-button.tsx"

/** Where a session begins: with its first message. In a project that is not the server's own, the agent begins none. */
export function NewSession() {
  return (
    <section class="new-session">
      <IconButton icon="arrowLeft" label="Show the sessions" class="back" onClick={() => (listIsOpen.value = true)} />
      <div class="new-session-middle">{agentWorksIn(shownProjectId.value) ? <Beginning /> : <OtherProject />}</div>
    </section>
  )
}

function OtherProject() {
  return (
    <>
      <h1>{shownProject.value?.name}</h1>
      <p class="quiet">
        The sessions of this project can be read, searched, renamed and copied here. The agent works in{" "}
        <a href={newSessionPath(null)} onClick={followLink}>
          {status.value?.project.name}
        </a>{" "}
        only.
      </p>
    </>
  )
}

function Beginning() {
  const { value } = status
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
      {value !== null && (
        <p class="quiet">
          {value.agent.offline
            ? `The model ${value.agent.model} is built in: it needs no key, understands a few words, and really works with files.`
            : `Answered by ${value.agent.model}.`}{" "}
          Files are in <code>{value.workspace}</code>.
        </p>
      )}
      <Composer
        placeholder={value?.agent.offline ? "list files" : "Ask something"}
        writing={false}
        onSend={begin}
        onStop={() => {}}
      />
      {value?.agent.offline === true && (
        <p class="suggestions">
          {["list files", "write notes.md: # Notes", "read notes.md", "count to 40"].map((text) => (
            <button type="button" class="button" key={text} onClick={() => void begin(text)}>
              {text}
            </button>
          ))}
        </p>
      )}
    </>
  )
}
