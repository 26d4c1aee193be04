import { Icon } from "./icon.tsx"

interface IconButtonProps {
  icon: Parameters<typeof Icon>[0]["name"]
  label: string
  onClick: () => void
  class?: string
}

/** A button with a drawing only; its label is read out, and shown when the pointer rests on it. */
export function IconButton({ icon, label, onClick, class: className = "" }: IconButtonProps) {
  return (
    <button type="button" class={`icon-button ${className}`} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
