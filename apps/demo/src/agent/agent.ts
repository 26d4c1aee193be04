import {
  createIdentifier,
  type MessageWithParts,
  type MessageWriter,
  messageFieldsOf,
  type Session,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import type { ModelMessage } from "ai"
import type { ChosenModel } from "./choose-model.ts"
import { continueInstruction } from "./continue-instruction.ts"
import { conversationOf } from "./conversation.ts"
import { recentMessages, upToLast } from "./find-messages.ts"
import { canContinue } from "./reply-errors.ts"
import type { RunIdentity } from "./run-identity.ts"
import type { Workspace } from "./workspace.ts"
import { type BreakOff, writeReply } from "./write-reply.ts"

export interface AgentOptions {
  store: SessionStore
  chosen: ChosenModel
  workspace: Workspace
  identity: RunIdentity
  /** Told of what no caller waits for. */
  report: (problem: unknown) => void
}

interface Run {
  messageId: string
  controller: AbortController
  /** Resolves when the reply is stored, or could not be. */
  ended: Promise<void>
}

/** How the agent is named in its messages. */
export const agentName = "demo"

const titleLength = 80

/**
 * Answers prompts in sessions, one at a time in each. What it says is stored as it comes, and who began it may have gone:
 * everybody follows the session in the store.
 */
export class Agent {
  readonly #options: AgentOptions
  readonly #runs = new Map<string, Run>()
  /** Sessions in which a reply is about to begin. */
  readonly #beginning = new Set<string>()
  #closed = false

  constructor(options: AgentOptions) {
    this.#options = options
  }

  /** Whether this agent writes that message now. */
  isWriting(messageId: string): boolean {
    return [...this.#runs.values()].some((run) => run.messageId === messageId)
  }

  /** Stores what the user says and begins to answer. Returns the reply's id. */
  prompt(sessionId: string, text: string): Promise<string> {
    return this.#begin(sessionId, async (session) => {
      const { store } = this.#options
      await store.messages.append(sessionId, { role: "user", parts: [{ type: "text", text }] })
      if (session.titleSource === "generated" && session.messageCount === 0) {
        await store.sessions.update(sessionId, { title: titleOf(text), titleSource: "generated" })
      }
      return this.#answer(sessionId)
    })
  }

  /** Answers the last message of the user anew. The former reply stays where it is. */
  retry(sessionId: string): Promise<string> {
    return this.#begin(sessionId, () => this.#answer(sessionId))
  }

  /** Goes on with the last reply, when it was stopped or interrupted. Returns its id. */
  continue(sessionId: string): Promise<string> {
    return this.#begin(sessionId, async (session) => {
      const { store, identity } = this.#options
      const { before, last } = upToLast(
        await recentMessages(store, sessionId),
        ({ role }) => role === "assistant",
        "There is no reply to continue.",
      )
      if (!canContinue(last)) {
        throw new SessionStorageError("conflict", "The last reply was neither stopped nor interrupted.", {
          hint: "A reply that failed can be tried again.",
        })
      }
      // A second caller, here or on another machine, finds another revision.
      const message = { ...messageFieldsOf(last), error: null, completedAt: null, updatedAt: Date.now() }
      await store.apply(
        sessionId,
        [{ type: "message.put", message: { ...message, metadata: { ...last.metadata, run: identity } } }],
        { expectedRevision: session.revision },
      )
      const writer = await store.messages.resume(sessionId, last.id)
      const isBegun = last.parts.some(({ type }) => type === "text" || type === "tool")
      const messages = conversationOf(before)
      return this.#run(writer, isBegun ? [...messages, { role: "user", content: continueInstruction }] : messages, last)
    })
  }

  /** Ends the reply that is being written, and returns when that is stored. Does nothing when there is none. */
  async stop(sessionId: string): Promise<void> {
    await this.#breakOff(this.#runs.get(sessionId), "stopped")
  }

  /** Ends all replies as interrupted: the next server that opens the database can continue them. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#runs.values()].map((run) => this.#breakOff(run, "interrupted")))
  }

  async #begin(sessionId: string, begin: (session: Session) => Promise<string>): Promise<string> {
    if (this.#closed) throw new SessionStorageError("closed", "The server is about to end.")
    if (this.#runs.has(sessionId) || this.#beginning.has(sessionId)) {
      throw new SessionStorageError("conflict", "A reply is being written in this session.", {
        hint: "Wait for its end, or stop it.",
      })
    }
    this.#beginning.add(sessionId)
    try {
      return await begin(await this.#options.store.sessions.require(sessionId))
    } finally {
      this.#beginning.delete(sessionId)
    }
  }

  async #answer(sessionId: string): Promise<string> {
    const { store, chosen, identity } = this.#options
    const { before, last } = upToLast(
      await recentMessages(store, sessionId),
      ({ role }) => role === "user",
      "There is no message to answer.",
    )
    const writer = store.messages.stream(sessionId, {
      id: createIdentifier("message"),
      role: "assistant",
      parentId: last.id,
      agent: agentName,
      model: { providerId: chosen.providerId, modelId: chosen.modelId },
      metadata: { run: identity },
    })
    // The next reader finds it.
    await writer.flush()
    return this.#run(writer, conversationOf(before), null)
  }

  #run(writer: MessageWriter, messages: ModelMessage[], continued: MessageWithParts | null): string {
    const { store, chosen, workspace, report } = this.#options
    const controller = new AbortController()
    const ended = writeReply({
      store,
      writer,
      heartbeatPartId: continued?.parts.find(({ type }) => type === "step-start")?.id,
      model: chosen.model,
      messages,
      workspace,
      usageBefore: continued?.usage ?? null,
      signal: controller.signal,
      redact: chosen.redact,
    })
      .catch(report)
      .finally(() => this.#runs.delete(writer.sessionId))
    this.#runs.set(writer.sessionId, { messageId: writer.id, controller, ended })
    if (this.#closed) controller.abort("interrupted" satisfies BreakOff)
    return writer.id
  }

  async #breakOff(run: Run | undefined, reason: BreakOff): Promise<void> {
    run?.controller.abort(reason)
    await run?.ended
  }
}

/** The first line of what the user says. */
function titleOf(text: string): string {
  const [line = ""] = text.trim().split("\n")
  const characters = [...line.trim()]
  return characters.length <= titleLength ? line.trim() : `${characters.slice(0, titleLength - 1).join("")}…`
}
