import type { SessionStore } from "@opencode/session-core"
import { documentBlocks } from "../document/document-blocks.ts"
import type { DocumentOptions } from "../document/document-sessions.ts"
import { markdownOf } from "./markdown-of.ts"

/**
 * Sessions as one Markdown file to read and to paste, in pieces. What a session holds cannot end a code block, a fold or a message:
 * texts are shown as the Markdown that they are where that stays within them, and as plain text otherwise; HTML in them is text. Each
 * session is followed by those of its sub-agents. Memory holds a page of messages, or one part of a message that is larger.
 *
 * Fails with `not_found` at the first piece for a session that is deleted or not in the store's scope.
 *
 * @example
 * ```ts
 * await writeFile("session.md", exportToMarkdown(store, { sessionIds: [session.id] }))
 * ```
 */
export async function* exportToMarkdown(
  store: SessionStore,
  options: DocumentOptions = {},
): AsyncGenerator<string, void, undefined> {
  let isEmpty = true
  for await (const block of documentBlocks(store, options)) {
    if (block.kind === "session" && !isEmpty) yield "\n---\n\n"
    isEmpty = false
    yield* markdownOf(block)
  }
  if (isEmpty) yield "There are no sessions.\n"
}
