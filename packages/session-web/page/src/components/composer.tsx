import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { composerTakesFocus } from "../state/composer-focus.ts"
import { Icon } from "./icon.tsx"

interface ComposerProps {
  placeholder: string
  /** Whether a reply is being written that can be stopped. */
  writing: boolean
  onSend: (text: string) => Promise<boolean>
  onStop: () => void
}

/** Where one writes. Enter sends, with Shift it begins a new line. */
export function Composer({ placeholder, writing, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState("")
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    const element = field.current
    if (element === null) return
    element.style.height = "auto"
    element.style.height = `${Math.min(element.scrollHeight + 2, 240)}px`
  }, [text])

  const takesFocus = composerTakesFocus.value
  // A layout effect, so that the focus is there before the next key: users do not wait for a frame before they type.
  useLayoutEffect(() => {
    if (!takesFocus) return
    composerTakesFocus.value = false
    field.current?.focus()
  }, [takesFocus])

  const send = async () => {
    if (text.trim() === "" || sending || writing) return
    setSending(true)
    const sent = await onSend(text)
    setSending(false)
    // What could not be sent stays, to be sent again.
    if (sent) setText("")
    field.current?.focus()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea
        id="composer"
        ref={field}
        rows={1}
        value={text}
        aria-label="Message to the agent"
        placeholder={placeholder}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
          event.preventDefault()
          void send()
        }}
      />
      {writing ? (
        <button type="button" class="composer-button" aria-label="Stop" title="Stop (Escape)" onClick={onStop}>
          <Icon name="stop" />
        </button>
      ) : (
        <button
          type="submit"
          class="composer-button"
          aria-label="Send"
          title="Send (Enter)"
          disabled={sending || text.trim() === ""}
        >
          <Icon name="send" />
        </button>
      )}
    </form>
  )
}
