import type { Session, SessionStore } from "@opencode/session-core"
import type { MessageContext } from "./document-format.ts"

/** The context in which the messages of a session are written. */
export function messageContext(
  store: SessionStore,
  session: Session,
  own: Pick<MessageContext, "begin" | "onLeftOut">,
): MessageContext {
  const isOpenCodes = session.metadata.opencode !== undefined
  return {
    ...own,
    store,
    lastPromptId: null,
    idOf: (prefix, id) => (isOpenCodes || id.startsWith(prefix) ? id : `${prefix}_${id}`),
  }
}
