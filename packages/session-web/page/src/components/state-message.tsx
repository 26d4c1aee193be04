import type { ComponentChildren } from "preact"

interface StateMessageProps {
  title: string
  children?: ComponentChildren
}

/** Says why there is nothing to see: it is loading, empty, or could not be read. */
export function StateMessage({ title, children }: StateMessageProps) {
  return (
    <div class="state-message" role="status">
      <p class="state-title">{title}</p>
      {children}
    </div>
  )
}
