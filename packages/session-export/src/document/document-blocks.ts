import { isReverted, revertOf, type Session, type SessionStore, sessionOrigin } from "@opencode/session-core"
import { listIn } from "../rendering/fields.ts"
import type { Block, Fact } from "./block.ts"
import { type DocumentOptions, type DocumentSession, documentSessions } from "./document-sessions.ts"
import { fileBlocks } from "./file-blocks.ts"
import { formatTime, formatUsage } from "./format.ts"
import { messageBegin, messageEnd } from "./message-blocks.ts"
import { partBlocks } from "./part-blocks.ts"

/**
 * Sessions as a document says them. Memory holds a page of messages, or one part of a message that is larger.
 *
 * Fails with `not_found` for a session that is deleted or not in the store's scope.
 */
export async function* documentBlocks(store: SessionStore, options: DocumentOptions): AsyncGenerator<Block> {
  for await (const { session, level } of documentSessions(store, options)) {
    yield* sessionBlocks(store, { session, level })
  }
}

async function* sessionBlocks(store: SessionStore, { session, level }: DocumentSession): AsyncGenerator<Block> {
  yield { kind: "session", id: session.id, level, title: session.title, facts: factsOf(session) }
  if (session.damaged !== undefined) {
    yield { kind: "failure", title: "Damaged", text: session.damaged.reason, isInterruption: false }
  }
  if (session.todos.length > 0) yield { kind: "todos", todos: session.todos }
  const revert = revertOf(session)
  let isInRevert = false
  for await (const message of store.messages.all(session.id, { partial: true })) {
    if (!isInRevert && isReverted(message, revert)) {
      isInRevert = true
      yield revertedFold
    }
    yield messageBegin(message)
    let isPartReverted = false
    for await (const part of store.messages.parts(message)) {
      if (!isInRevert && !isPartReverted && revert?.messageId === message.id && revert.partId === part.id) {
        isPartReverted = true
        yield revertedFold
      }
      yield* partBlocks(part)
    }
    if (isPartReverted) yield { kind: "fold-end" }
    yield* messageEnd(message)
  }
  if (isInRevert) yield { kind: "fold-end" }
  yield* fileBlocks(store, session.id)
}

const revertedFold: Block = {
  kind: "fold",
  tone: "reverted",
  title: "Reverted",
  detail: "The session was taken back to before this; OpenCode hides it.",
  state: "",
}

function factsOf(session: Session): Fact[] {
  const { author, model, agent, directory, usage } = session
  const origin = sessionOrigin(session)
  const facts: Fact[] = [
    ["Project", session.projectId],
    ["Folder", directory],
    ["Author", author === null ? "" : `${author.user}@${author.host}`],
    ["From", origin === null ? "" : `${origin.program} ${origin.version ?? ""}`.trimEnd()],
    ["Agent", agent ?? ""],
    ["Model", model === null ? "" : `${model.providerId}/${model.modelId}`],
    ["Created", formatTime(session.createdAt)],
    ["Changed", formatTime(session.updatedAt)],
    ["Archived", session.archivedAt === null ? "" : formatTime(session.archivedAt)],
    ["Messages", String(session.messageCount)],
    ["Usage", formatUsage(usage)],
    ["Session", session.id],
    [
      "Left out",
      listIn(session.metadata.redacted)
        .filter((each) => typeof each === "string")
        .join(", "),
    ],
  ]
  return facts.filter(([, value]) => value !== "")
}
