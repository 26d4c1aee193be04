export { chosenDriver, type LoadedDriver, loadDriver, type UnavailableDriver } from "./load-driver.ts"
export type {
  DriverName,
  OpenOptions,
  SqliteDatabase,
  SqliteDriver,
  SqliteRow,
  SqliteStatement,
} from "./sqlite-driver.ts"
