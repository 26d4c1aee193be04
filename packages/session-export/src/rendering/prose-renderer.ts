import MarkdownIt from "markdown-it"
import { highlight } from "./highlight.ts"
import { isSafeImage, isSafeLink } from "./safe-url.ts"
import { TimeLimit } from "./time-limit.ts"

/** Beyond it, Markdown is shown as the text that it is. */
const longest = 200_000

/**
 * Makes a renderer of Markdown of an unknown author, whose HTML is safe to show: HTML within the text is text, addresses lead to the
 * web or to mail only, and an image that does not carry itself is a link. A browser may clean the result once more.
 */
export function proseRenderer(): (text: string) => string {
  /** One for all the code of a text: it may hold thousands of pieces. */
  let time = new TimeLimit()
  const markdown = new MarkdownIt({
    html: false,
    linkify: true,
    highlight: (code, language) => highlight(code, language, time) ?? "",
  })
  const { escapeHtml } = markdown.utils
  const { rules } = markdown.renderer

  // An image from elsewhere would tell its server who reads what: its address is shown instead, as a link.
  rules.image = (tokens, index) => {
    const token = tokens[index]
    const source = String(token?.attrGet("src") ?? "")
    const text = token?.content || "image"
    if (isSafeImage(source)) return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}">`
    if (!isSafeLink(source)) return `<span>[${escapeHtml(text)}]</span>`
    return `<a href="${escapeHtml(source)}"${elsewhere}>[${escapeHtml(text)}: ${escapeHtml(source)}]</a>`
  }
  rules.link_open = (tokens, index) => {
    const href = String(tokens[index]?.attrGet("href") ?? "")
    return isSafeLink(href) ? `<a href="${escapeHtml(href)}"${elsewhere}>` : "<a>"
  }
  rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>'
  rules.table_close = () => "</table></div>"

  return (text) => {
    if (text.length > longest) return `<pre class="plain">${escapeHtml(text)}</pre>`
    time = new TimeLimit()
    return markdown.render(text).replaceAll("<pre>", '<pre tabindex="0">')
  }
}

const elsewhere = ' target="_blank" rel="noopener noreferrer nofollow"'
