import MarkdownIt from "markdown-it"
import { isSafeLink } from "../rendering/safe-url.ts"
import { fenced } from "./fenced.ts"

/** Beyond it, a text is shown as it is. */
const longest = 200_000

/** Headings of the document itself take two levels. */
const ownLevels = 2

/**
 * Markdown of an unknown author as a part of a document: what it says stays Markdown, its headings stand below the document's, and
 * HTML in it is text. Where it would reach beyond itself all the same, an open code block for instance, it is shown as plain text.
 */
export function safeProse(text: string): string {
  if (text.length <= longest) {
    const prose = withoutMarkup(text.trimEnd())
    if (isContained(prose)) return prose
  }
  return [...fenced(text, "")].join("").trimEnd()
}

/** As a reader of Markdown that takes HTML and every address sees it. */
const reader = new MarkdownIt({ html: true })
reader.validateLink = () => true

type Token = ReturnType<typeof reader.parse>[number]

/** What stands after every text: it must be a paragraph by itself. */
const sentinel = "END-OF-THIS-TEXT"

function isContained(text: string): boolean {
  const env: Parameters<typeof reader.parse>[1] = {}
  const tokens = reader.parse(`${text}\n\n${sentinel}`, env)
  const [open, content, close] = tokens.slice(-3)
  const isEnded =
    open?.type === "paragraph_open" &&
    open.level === 0 &&
    content?.content === sentinel &&
    close?.type === "paragraph_close"
  const references = Object.values(env.references ?? {})
  return isEnded && tokens.every(isHarmless) && references.every(({ href }) => isHarmlessLink(href))
}

function isHarmless(token: Token): boolean {
  if (token.type === "html_block" || token.type === "html_inline" || token.type === "image") return false
  if (token.type === "link_open" && !isHarmlessLink(String(token.attrGet("href")))) return false
  // A heading by underlining cannot be put lower.
  if (token.type === "heading_open" && !token.markup.startsWith("#")) return false
  return (token.children ?? []).every(isHarmless)
}

/** To the web, to mail, or within what somebody reads: a path, but not one that names a server. */
const isHarmlessLink = (href: string): boolean =>
  isSafeLink(href) || !/^(?:[/\\]{2}|[^/?#]*(?::|%3a|%5c|&))/i.test(href.trim())

/** The text with its tags and images escaped and its headings lowered, outside of code. */
function withoutMarkup(text: string): string {
  const lines = text.split("\n")
  const isCode = new Set<number>()
  for (const { type, map } of reader.parse(text, {})) {
    if (map === null || (type !== "fence" && type !== "code_block")) continue
    for (let index = map[0]; index < map[1]; index += 1) isCode.add(index)
  }
  // Code within a line may go over the end of it: stretches of lines that are no code are looked at as a whole.
  const result: string[] = []
  let stretch: string[] = []
  const endStretch = () => {
    if (stretch.length > 0) result.push(escapeTags(stretch.map(lowered).join("\n")))
    stretch = []
  }
  for (const [index, each] of lines.entries()) {
    if (isCode.has(index)) {
      endStretch()
      result.push(each)
    } else stretch.push(each)
  }
  endStretch()
  return result.join("\n")
}

const lowered = (line: string): string =>
  line.replace(/^( {0,3})(#{1,6})(?=[ \t]|$)/, (_, blank: string, marks: string) => {
    return `${blank}${"#".repeat(Math.min(6, marks.length + ownLevels))}`
  })

/** Tags and images outside of code spans, which are as many backticks on both sides. */
function escapeTags(text: string): string {
  let result = ""
  let done = 0
  const runs = [...text.matchAll(/`+/g)]
  const closing = closingRuns(runs)
  for (let index = 0; index < runs.length; ) {
    const end = closing[index]
    const [open, close] = [runs[index], end === undefined ? undefined : runs[end]]
    if (open === undefined || close === undefined || end === undefined) {
      index += 1
      continue
    }
    const after = close.index + close[0].length
    result += escapeOutside(text.slice(done, open.index)) + text.slice(open.index, after)
    done = after
    index = end + 1
  }
  return result + escapeOutside(text.slice(done))
}

/** For each run of backticks the next one of its length, found from the end in one pass. */
function closingRuns(runs: readonly RegExpExecArray[]): (number | undefined)[] {
  const next = new Map<number, number>()
  const closing: (number | undefined)[] = []
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const length = runs[index]?.[0].length ?? 0
    closing[index] = next.get(length)
    next.set(length, index)
  }
  return closing
}

const escapeOutside = (text: string): string =>
  text.replace(/(\\*)(<(?=[a-z/!?])|!(?=\[))/gi, (whole, slashes: string, mark: string) =>
    slashes.length % 2 === 1 ? whole : `${slashes}\\${mark}`,
  )
