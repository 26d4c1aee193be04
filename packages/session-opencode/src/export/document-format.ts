import type { JsonObject, MessageWithParts, Part, Session, SessionStore } from "@opencode/session-core"

/** A message that a generation of OpenCode has no counterpart of. */
export interface LeftOutMessage {
  /** Its id. */
  id: string
  /** What it is, such as `idle`. */
  type: string
}

/** What the messages of an export are written with. */
export interface MessageContext {
  store: SessionStore
  /** The message that a reply answers where it does not say so: the last one of the user. */
  lastPromptId: string | null
  /**
   * An id as OpenCode takes it. Those of OpenCode's own sessions are as they are; those of other programs get what OpenCode's begin with.
   */
  idOf(prefix: "ses" | "msg" | "prt", id: string): string
  /** Where a message begins: what separates it from the one before. */
  begin(): string
  /** Receives what cannot be written. */
  onLeftOut(message: LeftOutMessage): void
}

/** How a generation of OpenCode writes an export: one session, and its messages in order. */
export interface DocumentFormat {
  infoOf(session: Session, context: MessageContext): JsonObject
  /** A message, none or several, in pieces. Memory holds one part. */
  writeMessage(message: MessageWithParts, context: MessageContext): AsyncGenerator<string>
}

/** The parts of some types, each read when its turn comes. Those that are not wanted are not read where they are large. */
export async function* partsOf(
  { store }: MessageContext,
  message: MessageWithParts,
  isWanted: (part: Part) => boolean,
): AsyncGenerator<Part> {
  const listed = { ...message, parts: message.parts.filter(isWanted) }
  for await (const part of store.messages.parts(listed)) if (isWanted(part)) yield part
}
