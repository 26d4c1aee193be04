import { status } from "../state/status.ts"
import { IconButton } from "./icon-button.tsx"

interface Shortcut {
  keys: string[]
  effect: string
  /** Whether it has an effect only where an agent answers. */
  ofAgent?: boolean
}

const shortcuts: Shortcut[] = [
  { keys: ["↓", "j"], effect: "Next session" },
  { keys: ["↑", "k"], effect: "Previous session" },
  { keys: ["n"], effect: "New session", ofAgent: true },
  { keys: ["/"], effect: "Search" },
  { keys: ["Enter"], effect: "Send the message", ofAgent: true },
  { keys: ["Shift Enter"], effect: "New line in the message", ofAgent: true },
  { keys: ["Escape"], effect: "Close, leave the search, or stop the reply" },
  { keys: ["?"], effect: "These shortcuts" },
]

const dialogId = "shortcuts"

export function showShortcuts(): void {
  const dialog = document.getElementById(dialogId)
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
}

function closeShortcuts(): void {
  const dialog = document.getElementById(dialogId)
  if (dialog instanceof HTMLDialogElement) dialog.close()
}

/** What the keyboard does. */
export function ShortcutsDialog() {
  const hasAgent = (status.value?.agent ?? null) !== null
  return (
    <dialog id={dialogId} class="dialog" aria-labelledby="shortcuts-title">
      <div class="dialog-head">
        <h2 id="shortcuts-title">Keyboard</h2>
        <IconButton icon="close" label="Close" onClick={closeShortcuts} />
      </div>
      <dl class="shortcuts">
        {shortcuts
          .filter(({ ofAgent }) => hasAgent || ofAgent !== true)
          .map(({ keys, effect }) => (
            <div key={effect}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{effect}</dd>
            </div>
          ))}
      </dl>
    </dialog>
  )
}
