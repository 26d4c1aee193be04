import type { JsonObject } from "@opencode/session-core"
import { agentIdOf } from "./claude-code-line.ts"

/** Tells to which sub-agent a line belongs. Old versions say no more than that a line is of one: it is told by the line it answers. */
export class SideChains {
  readonly #agentOf = new Map<string, string>()
  #home: string | null | undefined

  /** The sub-agent of a line; null for one of the session itself. */
  agentOf(line: JsonObject): string | null {
    const { isSidechain, uuid, parentUuid } = line
    // What is no message says nothing: it belongs to whom the file belongs to.
    if (typeof isSidechain !== "boolean") return this.#home ?? null
    const agent = isSidechain ? (agentIdOf(line) ?? this.#chainOf(uuid, parentUuid)) : null
    // A session does not begin with a sub-agent, so the file is the sub-agent's.
    if (this.#home === undefined) this.#home = agentIdOf(line)
    return agent
  }

  /** To whom the file belongs. */
  get home(): string | null {
    return this.#home ?? null
  }

  #chainOf(uuid: unknown, parentUuid: unknown): string | null {
    if (typeof uuid !== "string") return this.#home ?? null
    const agent = (typeof parentUuid === "string" ? this.#agentOf.get(parentUuid) : undefined) ?? uuid
    this.#agentOf.set(uuid, agent)
    return agent
  }
}
