import { signal } from "@preact/signals"
import type { ComponentChildren } from "preact"

// A message that is scrolled out of sight leaves the page; what was unfolded in it stays unfolded.
const unfolded = signal<ReadonlyMap<string, boolean>>(new Map())

interface FoldProps {
  /** What the state is kept under. */
  id: string
  summary: ComponentChildren
  class?: string
  open?: boolean
  /** Called when it is open: what is folded is not made. */
  children: () => ComponentChildren
}

/** Something to unfold. */
export function Fold({ id, summary, class: className = "", open = false, children }: FoldProps) {
  const isOpen = unfolded.value.get(id) ?? open
  return (
    <details
      class={`fold ${className}`}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open === (unfolded.peek().get(id) ?? open)) return
        unfolded.value = new Map(unfolded.peek()).set(id, currentTarget.open)
      }}
    >
      <summary>
        <span class="fold-arrow" aria-hidden="true" />
        {summary}
      </summary>
      {isOpen && <div class="fold-content">{children()}</div>}
    </details>
  )
}
