import { highlight } from "@opencode/session-export/rendering"
import { useMemo } from "preact/hooks"
import { Fold } from "./fold.tsx"

interface CodeProps {
  /** What the rest of a long text is unfolded under. */
  id: string
  text: string
  language?: string
  label: string
}

/** How much of a text is shown at first: a log of megabytes must not stop the page. */
const firstLength = 6000

/** Code or output, as it is. */
export function Code({ id, text, language = "", label }: CodeProps) {
  if (text.length <= firstLength) return <CodeText text={text} language={language} label={label} />
  const cut = text.lastIndexOf("\n", firstLength)
  const first = text.slice(0, cut > 0 ? cut : firstLength)
  return (
    <>
      <CodeText text={first} language={language} label={label} />
      <Fold id={`${id}/rest`} summary={`${(text.length - first.length).toLocaleString()} more characters`}>
        {() => <CodeText text={text.slice(first.length).replace(/^\n/, "")} language={language} label={label} />}
      </Fold>
    </>
  )
}

function CodeText({ text, language, label }: Omit<CodeProps, "id" | "language"> & { language: string }) {
  const html = useMemo(() => highlight(text, language), [text, language])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="code" aria-label={label} tabIndex={0}>
      <pre>
        {html === null ? (
          <code>{text}</code>
        ) : (
          // The highlighter escapes the code that it marks.
          <code dangerouslySetInnerHTML={{ __html: html }} />
        )}
      </pre>
    </section>
  )
}
