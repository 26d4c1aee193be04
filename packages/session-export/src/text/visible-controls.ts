/**
 * Control characters (C0 and C1, with them every escape sequence), bidirectional overrides and isolates, line separators,
 * invisible annotation marks and halves of surrogate pairs: what a terminal would obey, and what makes text look like other text.
 */
const harmful = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

/** Text whose control characters are seen, as `\u001b`, instead of doing something. Line feeds and tabs stay. */
export const visibleControls = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replace(harmful, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** The same within one line. */
export const visibleLine = (text: string): string =>
  visibleControls(text.replace(/\s*\n\s*/g, " ").replaceAll("\t", " "))
