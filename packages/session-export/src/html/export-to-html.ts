import { hash } from "node:crypto"
import type { SessionStore } from "@opencode/session-core"
import { documentBlocks } from "../document/document-blocks.ts"
import type { DocumentOptions } from "../document/document-sessions.ts"
import { escapeHtml } from "../text/escape-html.ts"
import { shortLine } from "../text/short-line.ts"
import { htmlOf } from "./html-of.ts"
import { styles } from "./styles.ts"

/**
 * Sessions as one HTML file to read, to print and to hand on, in pieces: with light and dark colours, and without a program. What
 * sessions hold is text there, whatever it is: nothing of it runs, and nothing is fetched. Images are in the file. Each session is
 * followed by those of its sub-agents. Memory holds a page of messages, or one part of a message that is larger.
 *
 * Fails with `not_found` at the first piece for a session that is deleted or not in the store's scope.
 *
 * @example
 * ```ts
 * await writeFile("session.html", exportToHtml(store, { sessionIds: [session.id] }))
 * ```
 */
export async function* exportToHtml(
  store: SessionStore,
  options: DocumentOptions = {},
): AsyncGenerator<string, void, undefined> {
  const [first] = options.sessionIds ?? []
  const title = first === undefined ? (store.projectId ?? "Sessions") : (await store.sessions.require(first)).title
  yield head(title)
  let isOpen = false
  for await (const block of documentBlocks(store, options)) {
    if (block.kind === "session") {
      if (isOpen) yield "</section>\n"
      isOpen = true
    }
    yield* htmlOf(block)
  }
  yield isOpen
    ? "</section>\n</main>\n</body>\n</html>\n"
    : "<p>There are no sessions.</p>\n</main>\n</body>\n</html>\n"
}

/** Only these styles, and images that are in the file: the policy holds where a mistake of ours would let anything through. */
const policy = [
  "default-src 'none'",
  "img-src data:",
  `style-src 'sha256-${hash("sha256", styles, "base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ")

const head = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(shortLine(title) || "Untitled")}</title>
<style>${styles}</style>
</head>
<body>
<main>
`
