import type { JsonObject, MessageWithParts, Part, SessionStore } from "@opencode/session-core"
import { messageDataOf } from "../mapping/message-data.ts"
import { partDataOf } from "../mapping/part-data.ts"
import { sessionInfoOf } from "../mapping/session-info.ts"
import { indentedJson } from "./indented-json.ts"
import { sessionRowFor } from "./session-row-for.ts"

/**
 * A session in the format of `opencode export`, `{info, messages: [{info, parts}]}`. What was imported from OpenCode comes
 * out as it went in, except for what was changed here since, such as the title. To be written in UTF-8, piece by piece; memory
 * holds a page of messages, or one part of a message that is larger.
 *
 * Fails with `not_found` at the first piece for a session that is deleted or not in the store's scope.
 *
 * @example
 * ```ts
 * await writeFile("session.json", exportToOpenCode(store, session.id))
 * ```
 */
export async function* exportToOpenCode(store: SessionStore, sessionId: string): AsyncGenerator<string> {
  const session = await store.sessions.require(sessionId)
  const info = sessionInfoOf(sessionRowFor(session))
  yield '{\n  "info": '
  yield* indentedJson(info, 2)
  yield ',\n  "messages": ['
  let separator = ""
  for await (const message of store.messages.all(sessionId, { partial: true })) {
    yield `${separator}\n    {\n      "info": `
    yield* indentedJson(messageInfo(message), 6)
    yield ',\n      "parts": ['
    separator = ","
    let partSeparator = ""
    for await (const part of store.messages.parts(message)) {
      yield `${partSeparator}\n        `
      yield* indentedJson(partInfo(part), 8)
      partSeparator = ","
    }
    yield partSeparator === "" ? "]\n    }" : "\n      ]\n    }"
  }
  yield separator === "" ? "]\n}\n" : "\n  ]\n}\n"
}

function messageInfo(message: MessageWithParts): JsonObject {
  const { id, sessionId } = message
  const data = messageDataOf(message)
  return { ...(message.metadata.opencode === undefined ? expectedOf(message) : {}), ...data, id, sessionID: sessionId }
}

/** What OpenCode expects of a message of its own, for one that another program wrote. */
function expectedOf({ role, agent, usage }: MessageWithParts): JsonObject {
  if (role !== "assistant") return { agent: agent ?? "build" }
  return {
    ...{ mode: agent ?? "build", path: { cwd: "", root: "" }, system: [], cost: usage?.cost ?? 0 },
    tokens: {
      ...{ input: usage?.input ?? 0, output: usage?.output ?? 0, reasoning: usage?.reasoning ?? 0 },
      cache: { read: usage?.cacheRead ?? 0, write: usage?.cacheWrite ?? 0 },
    },
  }
}

const partInfo = (part: Part): JsonObject => ({
  ...partDataOf(part),
  ...{ id: part.id, sessionID: part.sessionId, messageID: part.messageId },
})
