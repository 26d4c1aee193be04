import { connection } from "../api/event-stream.ts"
import type { SessionState } from "../api/types.ts"
import { agentIn } from "../state/agent.ts"
import { composerTakesFocus } from "../state/composer-focus.ts"
import { shownProjectId } from "../state/projects.ts"
import { followLink, listIsOpen, navigate, newSessionPath, route, usagePath } from "../state/route.ts"
import { searchFor, searchText } from "../state/search.ts"
import { listState, showState } from "../state/session-list.ts"
import { status } from "../state/status.ts"
import { theme, toggleTheme } from "../state/theme.ts"
import { Icon } from "./icon.tsx"
import { IconButton } from "./icon-button.tsx"
import { ProjectChoice } from "./project-choice.tsx"
import { SearchResults } from "./search-results.tsx"
import { SessionList } from "./session-list.tsx"
import { showShortcuts } from "./shortcuts-dialog.tsx"

const states: [SessionState, string][] = [
  ["active", "Sessions"],
  ["archived", "Archived"],
  ["deleted", "Deleted"],
]

/** The project, its sessions and the search. */
export function Sidebar() {
  const { value } = status
  return (
    <nav class={`sidebar ${listIsOpen.value ? "sidebar-open" : ""}`} aria-label="Sessions">
      <div class="sidebar-head">
        <div class="project">
          <ProjectChoice />
          <span class="badge" title={value?.provider.location}>
            {value?.badge ?? "⛁"}
          </span>
        </div>
        {agentIn(shownProjectId.value) !== null && (
          <button type="button" class="button button-primary" onClick={beginSession} title="New session (n)">
            <Icon name="plus" /> New
          </button>
        )}
      </div>
      <div class="search-field">
        <Icon name="search" />
        <input
          id="search"
          type="search"
          value={searchText.value}
          placeholder="Search"
          aria-label="Search the sessions"
          autocomplete="off"
          onInput={({ currentTarget }) => searchFor(currentTarget.value)}
        />
        <kbd>/</kbd>
      </div>
      {searchText.value.trim() === "" ? (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a box */}
          <div class="segments" role="group" aria-label="Which sessions">
            {states.map(([state, name]) => (
              <button
                type="button"
                key={state}
                aria-pressed={listState.value === state}
                onClick={() => void showState(state)}
              >
                {name}
              </button>
            ))}
          </div>
          <div class="sidebar-list">
            <SessionList />
          </div>
        </>
      ) : (
        <div class="sidebar-list">
          <SearchResults />
        </div>
      )}
      <div class="sidebar-foot">
        <a
          class="foot-link"
          href={usagePath()}
          aria-current={route.value.view === "usage" ? "page" : undefined}
          onClick={followLink}
        >
          <Icon name="chart" /> Usage and cost
        </a>
        <span class={`connection connection-${connection.value}`} title={connectionNames[connection.value]}>
          <span class="visually-hidden">{connectionNames[connection.value]}</span>
        </span>
        <IconButton icon="keyboard" label="Keyboard shortcuts (?)" onClick={showShortcuts} />
        <IconButton
          icon={theme.value === "dark" ? "sun" : "moon"}
          label={theme.value === "dark" ? "Use light colours" : "Use dark colours"}
          onClick={toggleTheme}
        />
      </div>
    </nav>
  )
}

const connectionNames = { connecting: "Connecting", live: "Live", lost: "Connection lost" }

/** Shows where a session begins, ready to write. Does nothing, and says so, when the server has no agent. */
export function beginSession(): boolean {
  if ((status.value?.agent ?? null) === null) return false
  navigate(newSessionPath())
  composerTakesFocus.value = agentIn(shownProjectId.value) !== null
  return true
}
