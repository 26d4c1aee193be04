import { createHash } from "node:crypto"
import type { Session } from "../model/session.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { writeCanonicalJson } from "./canonical-json.ts"
import { contentOf } from "./replay-change.ts"

/**
 * The SHA-256 of a session as a store gives it: a line of canonical JSON for each entry of its feed, in order, and one for the
 * session itself. Two stores that hold the same have the same, whatever database they are.
 */
export class HistoryChecksum {
  readonly #hash = createHash("sha256")
  #changes = 0
  #revision = 0

  /** How many entries there were. */
  get changes(): number {
    return this.#changes
  }

  /** The last entry's. */
  get revision(): number {
    return this.#revision
  }

  /** Takes the next entry of the feed. Returns how many characters its JSON has. */
  accept(entry: RecordedChange): number {
    const { type, revision } = entry
    const characters = this.#add({ type, revision, content: contentOf(entry) })
    this.#changes += 1
    this.#revision = revision
    return characters
  }

  /** In hexadecimal. Nothing is taken after that. */
  end({ damaged: _, ...session }: Session): string {
    this.#add(session)
    return this.#hash.digest("hex")
  }

  #add(value: unknown): number {
    const characters = writeCanonicalJson(value, (piece) => this.#hash.update(piece))
    this.#hash.update("\n")
    return characters
  }
}
