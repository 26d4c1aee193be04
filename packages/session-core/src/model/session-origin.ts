import type { Session } from "./session.ts"

/** Where a session was written before it was imported. */
export interface SessionOrigin {
  /** The program, for people: `OpenCode`, `Claude Code`. */
  program: string
  /** That program's version, such as `1.18.33`; null where the import does not say. */
  version: string | null
}

/** Programs by the key of `metadata` under which an import keeps what it has no field for. */
const programs: Readonly<Record<string, string>> = {
  opencode: "OpenCode",
  opencodeGo: "OpenCode in Go",
  claudeCode: "Claude Code",
  codex: "Codex CLI",
  gemini: "Gemini CLI",
  crush: "Crush",
  goose: "Goose",
}

/** The names of the programs, as `sessionOrigin` gives them. */
export const originPrograms: readonly string[] = Object.values(programs)

/**
 * The program that wrote a session; null for one that was written here. A copy and a fork of an imported session say what it says.
 *
 * @example
 * ```ts
 * sessionOrigin(session)?.program // OpenCode
 * ```
 */
export function sessionOrigin({ metadata }: Pick<Session, "metadata">): SessionOrigin | null {
  for (const [key, program] of Object.entries(programs)) {
    const kept = metadata[key]
    if (typeof kept !== "object" || kept === null || Array.isArray(kept)) continue
    const { version } = kept
    return { program, version: typeof version === "string" && version !== "" ? version : null }
  }
  return null
}

/** A few words for a list: the program with the first number of its version, by which OpenCode's generations differ. */
export function shortOrigin(origin: SessionOrigin | null): string {
  if (origin === null) return ""
  const major = /^v?(\d{1,4})\./.exec(origin.version ?? "")?.[1]
  return major === undefined ? origin.program : `${origin.program} ${major}`
}
