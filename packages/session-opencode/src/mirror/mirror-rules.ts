import type { MirrorSettings } from "@opencode/session-core/configuration"
import type { AdmittedProject } from "../import/import-session.ts"

/** What a user has said when asked whether a project is mirrored. */
export type MirrorAnswer = "include" | "exclude"

/** What becomes of a project's sessions: they are sent, stay here, or wait until the user has been asked. */
export type MirrorDecision = MirrorAnswer | "ask"

/** Decides which projects are mirrored: what is excluded never, then what the user has listed or said, then the rest. */
export class MirrorRules {
  readonly #settings: MirrorSettings
  readonly #answers: ReadonlyMap<string, MirrorAnswer>
  readonly #include: readonly RegExp[]
  readonly #exclude: readonly RegExp[]

  constructor(settings: MirrorSettings, answers: ReadonlyMap<string, MirrorAnswer>) {
    this.#settings = settings
    this.#answers = answers
    this.#include = settings.include.map(patternOf)
    this.#exclude = settings.exclude.map(patternOf)
  }

  /** All that they consist of: two that are equal decide alike. */
  toJSON(): unknown {
    return [this.#settings, [...this.#answers]]
  }

  /** The decision about a project. */
  decide(project: AdmittedProject): MirrorDecision {
    const answer = this.#answers.get(project.id)
    if (matches(this.#exclude, project) || answer === "exclude") return "exclude"
    if (matches(this.#include, project) || answer === "include") return "include"
    if (this.#settings.ask) return "ask"
    return this.#settings.include.length === 0 ? "include" : "exclude"
  }
}

const matches = (patterns: readonly RegExp[], { id, folder }: AdmittedProject): boolean =>
  patterns.some((pattern) => pattern.test(id) || (folder !== null && pattern.test(folder)))

/** A folder stands for what is in it, too. */
function patternOf(text: string): RegExp {
  const escaped = text
    .replace(/[/\\]+$/, "")
    .replace(/[.*+?^${}()|[\]\\]/g, (char) => (char === "*" ? ".*" : `\\${char}`))
  const isFolder = /^(?:[/\\]|[A-Za-z]:)/.test(text)
  return new RegExp(`^${escaped}${isFolder ? "(?:[/\\\\].*)?" : ""}$`, "su")
}
