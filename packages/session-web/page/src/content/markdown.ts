import createPurifier from "dompurify"
import MarkdownIt from "markdown-it"
import { highlight } from "./highlight.ts"
import { isSafeImage, isSafeLink } from "./safe-url.ts"
import { TimeLimit } from "./time-limit.ts"

/** One for all the code of a text: it may hold thousands of pieces. */
let time = new TimeLimit()

const markdown = new MarkdownIt({
  html: false,
  linkify: true,
  highlight: (code, language) => highlight(code, language, time) ?? "",
})

const { escapeHtml } = markdown.utils

// An image from elsewhere would tell its server who reads what: its address is shown instead, as a link.
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index]
  const source = String(token?.attrGet("src") ?? "")
  const text = token?.content || "image"
  if (isSafeImage(source)) return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}">`
  if (!isSafeLink(source)) return `<span>[${escapeHtml(text)}]</span>`
  return `<a href="${escapeHtml(source)}">[${escapeHtml(text)}: ${escapeHtml(source)}]</a>`
}

markdown.renderer.rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>'
markdown.renderer.rules.table_close = () => "</table></div>"

const purifier = createPurifier(window)

purifier.addHook("afterSanitizeAttributes", (element) => {
  const href = element.getAttribute("href")
  if (href !== null) {
    if (isSafeLink(href)) {
      element.setAttribute("target", "_blank")
      element.setAttribute("rel", "noopener noreferrer nofollow")
    } else element.removeAttribute("href")
  }
  if (element.hasAttribute("src") && !isSafeImage(element.getAttribute("src") ?? "")) element.remove()
})

const allowed = {
  ALLOWED_TAGS: [
    ..."a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr img li ol p pre s span strong table tbody td th thead tr ul".split(
      " ",
    ),
  ],
  ALLOWED_ATTR: ["alt", "class", "href", "rel", "src", "start", "tabindex", "target", "title"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
}

/** Beyond it, Markdown is shown as the text that it is. */
const longest = 200_000

/**
 * Markdown of an unknown author, as HTML that is safe to show: HTML within it is text, addresses lead to the web or to
 * mail only, images carry themselves, and what the renderer makes is cleaned once more.
 */
export function renderMarkdown(text: string): string {
  if (text.length > longest) return `<pre class="plain">${escapeHtml(text)}</pre>`
  time = new TimeLimit()
  const rendered = markdown.render(text).replaceAll("<pre>", '<pre tabindex="0">')
  return purifier.sanitize(rendered, allowed)
}
