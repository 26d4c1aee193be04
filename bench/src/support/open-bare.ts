import Database from "better-sqlite3"

/** A file opened with the driver alone, set as our provider sets it. */
export function openBare(file: string): Database.Database {
  const database = new Database(file)
  database.pragma("journal_mode = WAL")
  database.pragma("synchronous = NORMAL")
  database.pragma("foreign_keys = ON")
  database.pragma("trusted_schema = OFF")
  return database
}
