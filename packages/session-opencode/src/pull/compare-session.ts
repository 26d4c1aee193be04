import { contentDigest } from "./content-digest.ts"
import type { RowTimes } from "./local-database.ts"
import type { LocalMessage, LocalRow, LocalSession } from "./local-session.ts"
import type { MessageDocument, TimedDocument } from "./message-document.ts"

/** What OpenCode is to remove: a message, or one of its parts. */
export interface LocalRemoval {
  messageId: string
  /** Null for the message with all its parts. */
  partId: string | null
}

/** Gathers how a session of the store differs from what this machine's OpenCode has of it. */
export class SessionComparison {
  readonly #local: LocalSession
  readonly #isMapped: boolean
  readonly #seen = new Set<string>()
  /** The ids of what OpenCode lacks, or has an older state of. */
  readonly toPut = new Set<string>()
  /** Rows whose content is right and whose times are not, as after a pull that was killed. */
  readonly toTime: RowTimes[] = []
  /** Whether something was added here that the store has never had, or removed here that it still has. */
  wentOnHere = false
  /** Whether something was added in the store that OpenCode lacks. */
  wentOnThere = false

  /** `isMapped`: whether paths in the documents were replaced. */
  constructor(local: LocalSession, isMapped: boolean) {
    this.#local = local
    this.#isMapped = isMapped
  }

  /** Takes the messages of the store one by one. `exact` is the one as the store has it, without replaced paths. */
  add(message: MessageDocument, exact: MessageDocument): void {
    const local = this.#local.messages.get(message.content.id)
    this.#compare("message", message, exact, local)
    // Its parts went with it.
    if (local === undefined && this.#local.removed.has(message.content.id)) return
    for (const [index, part] of message.parts.entries()) {
      this.#compare("part", part, exact.parts[index] ?? part, local?.parts.get(part.content.id))
    }
  }

  /** What only OpenCode has. Ask when all messages were added. */
  extras(): LocalRemoval[] {
    const extras: LocalRemoval[] = []
    for (const [messageId, { parts }] of this.#local.messages) {
      if (!this.#seen.has(messageId)) extras.push({ messageId, partId: null })
      else for (const partId of parts.keys()) if (!this.#seen.has(partId)) extras.push({ messageId, partId })
    }
    return extras
  }

  #compare(
    table: RowTimes["table"],
    { content, createdAt, updatedAt }: TimedDocument,
    exact: TimedDocument,
    local: LocalMessage | LocalRow | undefined,
  ): void {
    const { id } = content
    this.#seen.add(id)
    if (local === undefined) {
      if (this.#local.removed.has(id)) this.wentOnHere = true
      else {
        this.wentOnThere = true
        this.toPut.add(id)
      }
      return
    }
    const digest = contentDigest(exact.content)
    const isSame = local.digest === contentDigest(content)
    // A millisecond older is how another form of the same state is marked, such as one with other paths.
    const isOtherForm = !isSame && local.updatedAt === updatedAt - 1 && !this.#isMapped
    const wanted = local.digest === digest ? updatedAt : updatedAt - 1
    if (isSame) {
      if (local.updatedAt !== wanted) this.toTime.push({ table, id, digest, createdAt, updatedAt })
    } else if (!isOtherForm && local.updatedAt <= updatedAt) this.toPut.add(id)
  }
}
