import type { JsonObject, Session, SessionStore } from "@opencode/session-core"
import type { LeftOutMessage } from "../export/document-format.ts"
import { type MessageDocument, messageDocuments } from "./message-document.ts"
import { asItIs, type Renaming, renamedMessage } from "./renaming.ts"

/** A session of the store, as it is to be in OpenCode. */
export interface TargetSession {
  /** The session in the store. */
  session: Session
  /** Its id in OpenCode. */
  id: string
  /** What OpenCode's row of it is to say. */
  info: JsonObject
  /** For paths. */
  renamePaths: Renaming
  /** For ids, in a fork. */
  renameIds: Renaming
}

/** Where the messages of a session are read, and how. */
export interface DocumentContext {
  store: SessionStore
  signal: AbortSignal | undefined
  /** Receives what OpenCode 1.x has nothing like. */
  onLeftOut(message: LeftOutMessage): void
}

/** The messages that OpenCode is to have, with the paths that they have in the store. */
export async function* targetDocuments(
  { session, renameIds }: Pick<TargetSession, "session" | "renameIds">,
  { store, signal, onLeftOut }: DocumentContext,
): AsyncGenerator<MessageDocument> {
  for await (const message of messageDocuments(store, session, onLeftOut, signal)) {
    yield renameIds === asItIs ? message : renamedMessage(message, renameIds)
  }
}
