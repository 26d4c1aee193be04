/**
 * Text that may go to a terminal. Whatever comes out of a store was written by a model, a tool or somebody else, and may try to
 * repaint the screen, to type commands or to hide what it says. `Output` takes nothing but this class, and every way to make
 * one leads through {@link safeLine} or {@link safeBody}.
 */
export class SafeText {
  readonly value: string

  /** @internal For what is known to be harmless: use `safeLine`, `safeBody` and the tag `text`. */
  constructor(value: string) {
    this.value = value
  }
}

/**
 * Control characters (C0 and C1, with them every escape sequence), bidirectional overrides and isolates, line separators,
 * invisible annotation marks and halves of surrogate pairs. Plain marks and joiners stay: scripts and emoji need them.
 */
const harmful = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

const visible = (character: string): string => shortEscapes[character] ?? unicodeEscape(character)

/** Text within one line: what could do harm, and what would break the line, becomes a visible escape like `\u001b`. */
export const safeLine = (value: string): SafeText => new SafeText(value.replace(harmful, visible))

/** Text of several lines: the same, but line feeds and tabs stay. `\r\n` is a line feed, a lone `\r` would overwrite a line. */
export const safeBody = (value: string): SafeText =>
  new SafeText(
    value
      .replaceAll("\r\n", "\n")
      .replace(harmful, (character) => (character === "\n" || character === "\t" ? character : visible(character))),
  )

/** Puts text together: the literal parts are ours, every string in between is made safe for one line. */
export function text(literals: TemplateStringsArray, ...values: (string | number | SafeText)[]): SafeText {
  let result = literals[0] ?? ""
  values.forEach((value, index) => {
    result += `${value instanceof SafeText ? value.value : safeLine(String(value)).value}${literals[index + 1] ?? ""}`
  })
  return new SafeText(result)
}

/** Puts texts one after the other, leaving out empty ones. */
export const joinText = (texts: readonly SafeText[], separator: string): SafeText =>
  new SafeText(
    texts
      .filter((each) => each.value !== "")
      .map((each) => each.value)
      .join(separator),
  )

/** A line for programs: nothing in a cell can be taken for the end of it. */
export const tabSeparated = (cells: readonly (string | number)[]): SafeText =>
  new SafeText(cells.map((cell) => safeLine(String(cell)).value).join("\t"))

/** Puts something before each line. */
export const indentText = (body: SafeText, indentation: string): SafeText =>
  new SafeText(body.value.replace(/^(?=.)/gm, indentation))
