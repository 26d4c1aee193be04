const shapes = {
  archive: "M3 4h14v4H3zM4.5 8v8h11V8M8 11.5h4",
  arrowLeft: "M12 4l-6 6 6 6",
  chart: "M3 17h14M5.5 14V9M10 14V4M14.5 14v-7",
  chevron: "M7.5 5l5 5-5 5",
  close: "M5 5l10 10M15 5L5 15",
  download: "M10 3v10M6 9.5l4 4 4-4M4 17h12",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  fork: "M6 4v12M6 9c0 3 8 1 8 5M14 6.5V14M4.5 4h3M12.5 5h3",
  keyboard: "M2.5 5h15v10h-15zM5.5 8h.01M8.5 8h.01M11.5 8h.01M14.5 8h.01M6.5 12h7",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.500 7.500z",
  pen: "M4 16l.8-3.2L13.500 4.100l2.400 2.400L7.200 15.200z",
  plus: "M10 4v12M4 10h12",
  restore: "M4 4v4h4M4.500 8A6.500 6.500 0 1 1 3.500 11.500",
  search: "M9 3.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11zM13.200 13.200L17 17",
  send: "M10 16V4M5 9l5-5 5 5",
  stop: "M6 6h8v8H6z",
  sun: "M10 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600L16 16M4 16l1.400-1.400M14.600 5.400L16 4",
  trash: "M3.500 5.500h13M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5",
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
