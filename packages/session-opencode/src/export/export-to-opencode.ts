import type { SessionStore } from "@opencode/session-core"
import type { DocumentFormat, LeftOutMessage } from "./document-format.ts"
import { firstGeneration } from "./first-generation.ts"
import { generationOf, type OpenCodeGeneration } from "./generation.ts"
import { indentedJson } from "./indented-json.ts"
import { messageContext } from "./message-context.ts"
import { secondGeneration } from "./second-generation.ts"

/** How a session is written for OpenCode. */
export interface ExportToOpenCodeOptions {
  /**
   * The generation that is to import it: 1 for OpenCode 1.x, 2 for 2.x; each takes its own form only. By default the one that wrote
   * the session, and the newest for a session that no OpenCode wrote.
   */
  generation?: OpenCodeGeneration | undefined
  /** Receives the messages that have no counterpart in that generation, such as another model's choice in 1.x. */
  onLeftOut?: ((message: LeftOutMessage) => void) | undefined
}

const formats: Readonly<Record<OpenCodeGeneration, DocumentFormat>> = { 1: firstGeneration, 2: secondGeneration }

/**
 * A session in the format of `opencode export`, of the generation that is asked for. What was imported from that generation comes
 * out as it went in, except for what was changed here since, such as the title. To be written in UTF-8, piece by piece; memory
 * holds a page of messages, or one part of a message that is larger.
 *
 * Fails with `not_found` at the first piece for a session that is deleted or not in the store's scope.
 *
 * @example
 * ```ts
 * await writeFile("session.json", exportToOpenCode(store, session.id, { generation: 2 }))
 * ```
 */
export async function* exportToOpenCode(
  store: SessionStore,
  sessionId: string,
  { generation, onLeftOut = () => {} }: ExportToOpenCodeOptions = {},
): AsyncGenerator<string> {
  const session = await store.sessions.require(sessionId)
  const format = formats[generation ?? (await generationOf(store, session))]
  let separator = ""
  const context = messageContext(store, session, {
    begin() {
      const beginning = `${separator}\n    `
      separator = ","
      return beginning
    },
    onLeftOut,
  })
  // OpenCode passes over it; an import of ours then never puts it in the place of what is whole.
  const { redacted } = session.metadata
  yield `{\n${redacted === undefined ? "" : `  "redacted": ${JSON.stringify(redacted)},\n`}  "info": `
  yield* indentedJson(format.infoOf(session, context), 2)
  yield ',\n  "messages": ['
  for await (const message of store.messages.all(sessionId, { partial: true })) {
    yield* format.writeMessage(message, context)
    if (message.role === "user") context.lastPromptId = message.id
  }
  yield separator === "" ? "]\n}\n" : "\n  ]\n}\n"
}
