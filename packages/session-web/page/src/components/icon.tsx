const shapes = {
  archive: "M3 4h14v4H3zM4.5 8v8h11V8M8 11.5h4",
  arrowLeft: "M12 4l-6 6 6 6",
  chart: "M3 17h14M5.5 14V9M10 14V4M14.5 14v-7",
  chevron: "M7.5 5l5 5-5 5",
  close: "M5 5l10 10M15 5L5 15",
  download: "M10 3v10M6 9.5l4 4 4-4M4 17h12",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  fork: "M6 7v6M6 11c0-2 8-.5 8-4M6 3.2a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8zM6 13a1.9 1.9 0 1 1 0 3.8A1.9 1.9 0 0 1 6 13zM14 3.2a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z",
  keyboard: "M2.5 5h15v10h-15zM5.5 8h.01M8.5 8h.01M11.5 8h.01M14.5 8h.01M6.5 12h7",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z",
  pen: "M4 16l.8-3.2L13.5 4.1l2.4 2.4L7.2 15.2z",
  plus: "M10 4v12M4 10h12",
  restore: "M4 4v4h4M4.5 8A6.5 6.5 0 1 1 3.5 11.5",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13.2 13.2L17 17",
  send: "M10 16V4M5 9l5-5 5 5",
  stop: "M6 6h8v8H6z",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4",
  trash: "M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5",
}

interface IconProps {
  name: keyof typeof shapes
}

/** A line drawing that says what its neighbouring text or label says. */
export function Icon({ name }: IconProps) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}
