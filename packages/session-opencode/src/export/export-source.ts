import type { Source } from "../source/source.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceSession } from "../source/source-session.ts"
import type { OpenedExport } from "./read-export.ts"
import { sessionOfExport } from "./session-of-export.ts"

/** An export as a source: one session, whose messages are read one by one. */
export class ExportSource implements Source {
  readonly format = "opencode-export"
  readonly projectKeysAreIds = false
  readonly sessionCount = 1
  readonly #content: OpenedExport
  readonly #session: SourceSession

  constructor(content: OpenedExport, log: SourceLog) {
    this.#content = content
    this.#session = sessionOfExport(content, log)
  }

  get projectKeys(): readonly string[] {
    return [this.#session.project.key]
  }

  sessionIds(): Iterable<string> {
    return [this.#session.id]
  }

  read<Result>(id: string, use: (session: SourceSession | null) => Promise<Result>): Promise<Result> {
    return use(id === this.#session.id ? this.#session : null)
  }

  reportOrphans(): void {
    // Each part stands within its message.
  }

  [Symbol.dispose](): void {
    this.#content[Symbol.dispose]()
  }
}
