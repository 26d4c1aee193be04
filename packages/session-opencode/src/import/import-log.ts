import type { LeftOutAlias } from "@opencode/session-core/transfer"
import type { DamagedRow, SkippedItem, SourceLog } from "../source/source-log.ts"
import type { ImportedProject, ImportReport } from "./import-report.ts"

const maximumListed = 1000

/** Collects what an import did, in bounded memory. */
export class ImportLog implements SourceLog {
  readonly sessions = { created: 0, updated: 0, unchanged: 0, skipped: 0 }
  readonly written = { messages: 0, parts: 0, files: 0, removed: 0 }
  /** What was read of the source, for progress. */
  readonly seen = { sessions: 0, messages: 0, parts: 0 }
  /** What a person should know of the source. */
  readonly notes: string[] = []
  readonly leftOutAliases: LeftOutAlias[] = []
  readonly #damaged: DamagedRow[] = []
  readonly #skipped: SkippedItem[] = []
  readonly #projects = new Map<string, ImportedProject>()
  readonly #redacted: { id: string; count: number }[] = []
  #damagedCount = 0
  #skippedCount = 0

  damaged(row: DamagedRow): void {
    this.#damagedCount += 1
    if (this.#damaged.length < maximumListed) this.#damaged.push(row)
  }

  skipped(item: SkippedItem): void {
    this.#skippedCount += 1
    if (this.#skipped.length < maximumListed) this.#skipped.push(item)
  }

  skippedSession(id: string, reason: string): void {
    this.sessions.skipped += 1
    this.skipped({ table: "session", id, reason })
  }

  /** A session of an export out of which texts were taken: so many of its messages and parts stay as they are here. */
  redactedSession(id: string, count: number): void {
    this.#redacted.push({ id, count })
  }

  project({ id, source }: Pick<ImportedProject, "id" | "source">, sessions = 1): void {
    const known = this.#projects.get(id)
    if (known === undefined) this.#projects.set(id, { id, source, sessions })
    else known.sessions += sessions
  }

  report(format: string, label: string): ImportReport {
    return {
      format,
      label,
      sessions: this.sessions,
      ...this.written,
      damaged: this.#damaged,
      damagedCount: this.#damagedCount,
      skipped: this.#skipped,
      skippedCount: this.#skippedCount,
      notes: [...this.notes, ...this.#noteOfRedacted()],
      projects: [...this.#projects.values()],
      leftOutAliases: this.leftOutAliases,
    }
  }

  /** Why a session stays as it is although the export says something else. */
  #noteOfRedacted(): string[] {
    const [first] = this.#redacted
    if (first === undefined) return []
    const count = this.#redacted.reduce((sum, session) => sum + session.count, 0)
    const others = this.#redacted.length - 1
    const sessions = `session ${first.id}${others === 0 ? "" : ` and ${others} more`}`
    return [
      `Texts were taken out of the export of ${sessions}: ${count} of the messages and parts that are here stay as they are.`,
    ]
  }
}
