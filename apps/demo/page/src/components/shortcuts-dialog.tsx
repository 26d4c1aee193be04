import { IconButton } from "./icon-button.tsx"

const shortcuts: [keys: string[], effect: string][] = [
  [["↓", "j"], "Next session"],
  [["↑", "k"], "Previous session"],
  [["n"], "New session"],
  [["/"], "Search"],
  [["Enter"], "Send the message"],
  [["Shift Enter"], "New line in the message"],
  [["Escape"], "Close, leave the search, or stop the reply"],
  [["?"], "These shortcuts"],
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
  return (
    <dialog id={dialogId} class="dialog" aria-labelledby="shortcuts-title">
      <div class="dialog-head">
        <h2 id="shortcuts-title">Keyboard</h2>
        <IconButton icon="close" label="Close" onClick={closeShortcuts} />
      </div>
      <dl class="shortcuts">
        {shortcuts.map(([keys, effect]) => (
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
