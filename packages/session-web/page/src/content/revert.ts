import type { Message, Session } from "../api/types.ts"
import { objectIn, textIn } from "./fields.ts"

/** Whether OpenCode hides a message, since its user took the session back. Its ids ascend in time. */
export function isTakenBack({ id }: Pick<Message, "id">, session: Session | null): boolean {
  const revert = objectIn(objectIn(session?.metadata.opencode).revert)
  const from = textIn(revert.messageID)
  if (from === null) return false
  return textIn(revert.partID) === null ? id >= from : id > from
}
