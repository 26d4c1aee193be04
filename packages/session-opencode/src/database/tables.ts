const sessionColumns = ["id", "project_id", "parent_id", "directory", "title", "time_created", "time_updated"]

/** Messages and parts of 1.x. */
export const messageColumns = ["id", "session_id", "time_created", "time_updated", "data"] as const
export const partColumns = ["id", "message_id", "session_id", "time_created", "time_updated", "data"] as const
/** Messages of 2.x, which 1.14 to 1.18 have for sessions of their API, too. */
export const sessionMessageColumns = [
  "id",
  "session_id",
  "type",
  "seq",
  "time_created",
  "time_updated",
  "data",
] as const

const todoColumns = ["session_id", "content", "status", "priority", "position", "time_created", "time_updated"]

/**
 * The columns without which a table of a known name cannot be read. A database has those of one generation or of several: 2.x goes
 * on in the file of 1.x and leaves its tables as they were.
 */
const requiredColumns: Readonly<Record<string, readonly string[]>> = {
  project: ["id", "worktree"],
  session: sessionColumns,
  session_v2: sessionColumns,
  message: messageColumns,
  part: partColumns,
  session_message: sessionMessageColumns,
  todo: todoColumns,
}

/** What must be there: `project`, and of the others all columns of each that is; messages of 1.x have parts. */
export function requiredOf(tables: ReadonlyMap<string, unknown>): Record<string, readonly string[]> {
  const isRequired = (table: string) =>
    tables.has(table) || table === "project" || (table === "part" && tables.has("message"))
  return Object.fromEntries(Object.entries(requiredColumns).filter(([table]) => isRequired(table)))
}

/** The newest first: where several have a session, the one that was written last counts. */
export const sessionTables = ["session_v2", "session"] as const

/** Whether there are sessions of OpenCode in a database, of any generation. */
export const isOpenCode = (tables: ReadonlyMap<string, unknown>): boolean =>
  (tables.has("session") || tables.has("session_v2")) && (tables.has("message") || tables.has("session_message"))

/** Tables that hold no history: accounts, settings, the program's own state, and what is derived from the others. */
const tablesOfState = new Set([
  ...["account", "account_state", "control_account", "credential", "permission", "session_share", "workspace"],
  ...["event", "event_sequence", "data_migration", "migration", "kv", "project_directory", "sqlite_sequence"],
  ...["session_context_epoch", "session_context_entry", "session_input", "session_pending", "session_inbox"],
  ...["instruction_checkpoint", "instruction_entry", "instruction_blob", "instruction_state", "__drizzle_migrations"],
])

/** Whether a table is of no version of OpenCode that is known here. */
export const isUnknownTable = (name: string): boolean =>
  !Object.hasOwn(requiredColumns, name) && !tablesOfState.has(name) && !/^sqlite_/.test(name)
