/*
 * The SQLite driver that the provider uses. A program that opens the provider's file itself must take it from here: two copies
 * of SQLite in one process do not see each other's locks.
 */
export {
  chosenDriver,
  type DriverName,
  type LoadedDriver,
  loadDriver,
  type OpenOptions,
  type SqliteDatabase,
  type SqliteDriver,
  type SqliteRow,
  type SqliteStatement,
  type UnavailableDriver,
} from "@opencode/session-sqlite-driver"
