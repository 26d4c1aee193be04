import type { MessageWithParts } from "@opencode/session-core"
import type { AgentCapability } from "../schemas/index.ts"

/**
 * An agent that answers on the page. Given to `createSessionWeb`, it adds the routes that begin sessions and make it speak, and
 * the page shows a composer in its project.
 *
 * Its replies are not returned here: it writes them to the store, where every page follows them, on other machines too. Errors
 * that a method rejects with are sent to the page with the store's codes.
 */
export interface SessionWebAgent {
  /** What the page needs to know of it. */
  readonly capability: AgentCapability

  /**
   * Stores what the user says and begins to answer. Resolves with the id of the reply's message as soon as that is stored.
   * Fails with `conflict` while a reply is being written in the session.
   */
  prompt(sessionId: string, text: string): Promise<string>

  /** Answers the last message of the user anew, and resolves as `prompt` does. The former reply stays. */
  retry(sessionId: string): Promise<string>

  /**
   * Goes on with the last reply, and resolves with its id. Fails with `conflict` unless it ended with one of the errors that
   * `capability.continues` names.
   */
  continue(sessionId: string): Promise<string>

  /** Ends the reply that this agent is writing in the session, and resolves when that is stored. Does nothing when there is none. */
  stop(sessionId: string): Promise<void>

  /**
   * Called with messages before they are sent to a page, such as to mark replies whose writer has ended. Resolves with whether
   * it changed any of them in the store: they are then read again.
   */
  reviewMessages?(sessionId: string, messages: readonly MessageWithParts[]): Promise<boolean>
}
