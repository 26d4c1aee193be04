import type { DatabaseInput } from "../source/source-input.ts"

/** A program whose database has the tables of the Go lineage. */
export interface GoLineage {
  /** The name of its format: `crush-database`. */
  readonly format: string
  /** For people: `Crush`. */
  readonly program: string
  /** The key of `metadata` under which sessions and messages keep what has no field. */
  readonly origin: string
  /** The folder in a project's top folder in which it keeps its database. */
  readonly folder: string
  /** The database's name there. */
  readonly file: string
}

/** The older OpenCode, written in Go, and what descends from it under the same tables. */
export const openCodeInGoLineage: GoLineage = {
  ...{ format: "go-database", program: "OpenCode in Go", origin: "opencodeGo" },
  ...{ folder: ".opencode", file: "opencode.db" },
}

/** Crush goes on from OpenCode in Go, with tables that went on from its tables. */
export const crushLineage: GoLineage = {
  ...{ format: "crush-database", program: "Crush", origin: "crush", folder: ".crush", file: "crush.db" },
}

/**
 * Which program of the lineage wrote a database; null where none did. Many programs have tables of these names: the lineage keeps the
 * parts of a message in one column, and counts what a session took in others. Columns that its oldest version lacks tell Crush.
 */
export function lineageOf({ tables }: Pick<DatabaseInput, "tables">): GoLineage | null {
  const [sessions = [], messages = []] = [tables.get("sessions"), tables.get("messages")]
  const hasAll = (columns: readonly string[], names: readonly string[]) => names.every((name) => columns.includes(name))
  if (!hasAll(messages, ["session_id", "parts"]) || !hasAll(sessions, ["prompt_tokens", "completion_tokens"]))
    return null
  const isOfCrush = messages.includes("provider") || messages.includes("is_summary_message") || tables.has("read_files")
  return isOfCrush ? crushLineage : openCodeInGoLineage
}
