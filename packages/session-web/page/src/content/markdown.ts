import { isSafeImage, isSafeLink, proseRenderer } from "@opencode/session-export/rendering"
import createPurifier from "dompurify"

const render = proseRenderer()

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

/** Markdown of an unknown author, as HTML that is safe to show: what the renderer makes is cleaned once more. */
export const renderMarkdown = (text: string): string => purifier.sanitize(render(text), allowed)
