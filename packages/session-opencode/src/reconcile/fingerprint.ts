import { createHash } from "node:crypto"
import { canonicalJson } from "@opencode/session-core/transfer"
import type { SourceSession } from "../source/source-session.ts"

/** Gathers a fingerprint of all that a source has of a session: two that are equal have the same content. */
export class Fingerprint {
  readonly #hash = createHash("sha256")
  #pending: string[] = []
  #pendingSize = 0

  constructor({ fields, metadata, createdAt, updatedAt, project }: SourceSession) {
    // The project's own row changes whenever OpenCode starts; which one it is does not.
    const { project: _row, ...rest } = metadata
    this.add(canonicalJson([fields, rest, createdAt, updatedAt, project.key]))
  }

  add(raw: string): void {
    // Few long updates are faster than many short ones. The length keeps two texts from being taken for another two.
    this.#pending.push(`${raw.length}:`, raw)
    this.#pendingSize += raw.length
    if (this.#pendingSize > 64 * 1024) this.#update()
  }

  /** The fingerprint of what was added. Ask once. */
  end(): string {
    this.#update()
    return this.#hash.digest("base64")
  }

  #update(): void {
    this.#hash.update(this.#pending.join(""))
    this.#pending = []
    this.#pendingSize = 0
  }
}
