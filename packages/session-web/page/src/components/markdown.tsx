import { useMemo } from "preact/hooks"
import { renderMarkdown } from "../content/markdown.ts"

/** Text of the user or the model, rendered. */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => renderMarkdown(text), [text])
  // renderMarkdown allows no HTML, and cleans what it has made.
  return <div class="markdown" dangerouslySetInnerHTML={{ __html: html }} />
}
