import { SessionStorageError } from "@opencode/session-core"
import { loadBetterSqlite3 } from "./better-sqlite3.ts"
import { loadBunSqlite } from "./bun-sqlite.ts"
import { loadNodeSqlite } from "./node-sqlite.ts"
import { type DriverName, driverNames, type SqliteDriver } from "./sqlite-driver.ts"

/** The driver in use, and those that would have been preferred. */
export interface LoadedDriver {
  /** The driver in use. */
  readonly driver: SqliteDriver
  /** Drivers that would have been preferred, and cannot be loaded here. */
  readonly unavailable: readonly UnavailableDriver[]
}

/** A driver that cannot be loaded here. */
export interface UnavailableDriver {
  /** What `OPENCODE_SQLITE_DRIVER` calls it. */
  readonly name: DriverName
  /** Why not: a sentence for a person. */
  readonly reason: string
}

const variable = "OPENCODE_SQLITE_DRIVER"

const loaders: Readonly<Record<DriverName, () => Promise<SqliteDriver>>> = {
  "better-sqlite3": loadBetterSqlite3,
  "node:sqlite": loadNodeSqlite,
  "bun:sqlite": loadBunSqlite,
}

/** The name of the driver that the environment chooses; undefined when it chooses none. Fails with `invalid_configuration`. */
export function chosenDriver(environment: Readonly<Record<string, string | undefined>>): DriverName | undefined {
  const value = environment[variable]
  // Set to nothing is treated as unset.
  if (value === undefined || value === "") return undefined
  const name = driverNames.find((each) => each === value)
  if (name !== undefined) return name
  throw new SessionStorageError("invalid_configuration", `${variable} is ${JSON.stringify(value)}.`, {
    hint: `It can be ${driverNames.join(", ")}, or unset: the best one that is there is then used.`,
  })
}

/**
 * Loads the chosen driver, or the first one that can be loaded: in Node.js better-sqlite3, then `node:sqlite`; in Bun
 * `bun:sqlite`; in Deno `node:sqlite`. Fails with `runtime_unsupported`, naming what is there and why the others are not.
 */
export async function loadDriver(chosen?: DriverName): Promise<LoadedDriver> {
  const unavailable: UnavailableDriver[] = []
  for (const name of chosen === undefined ? preferred() : [chosen]) {
    const result = await load(name)
    if ("driver" in result) return { driver: result.driver, unavailable }
    unavailable.push(result)
  }
  throw chosen === undefined ? noDriver(unavailable) : await notThatDriver(chosen, unavailable)
}

function preferred(): readonly DriverName[] {
  if (process.versions.bun !== undefined) return ["bun:sqlite"]
  // A package with a binary needs rights there that a part of the runtime does not need.
  if (process.versions.deno !== undefined) return ["node:sqlite"]
  return ["better-sqlite3", "node:sqlite"]
}

const loading = new Map<DriverName, Promise<{ driver: SqliteDriver } | UnavailableDriver>>()

function load(name: DriverName): Promise<{ driver: SqliteDriver } | UnavailableDriver> {
  const started = loading.get(name) ?? attempt(name)
  loading.set(name, started)
  return started
}

async function attempt(name: DriverName): Promise<{ driver: SqliteDriver } | UnavailableDriver> {
  try {
    return { driver: await loaders[name]() }
  } catch (error) {
    return { name, reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isMissing = "code" in error && (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND")
  // Its message goes on with the places that were looked at.
  return isMissing ? "it is not installed" : (error.message.split("\n")[0] ?? "")
}

const list = (unavailable: readonly UnavailableDriver[]): string =>
  unavailable.map(({ name, reason }) => `${name} (${reason})`).join(", ")

function noDriver(unavailable: readonly UnavailableDriver[]): SessionStorageError {
  return new SessionStorageError("runtime_unsupported", `No SQLite driver can be loaded: ${list(unavailable)}.`, {
    hint: "Use Node.js 22.16 or later, which has SQLite in it; or run `npm install better-sqlite3`.",
  })
}

async function notThatDriver(
  chosen: DriverName,
  unavailable: readonly UnavailableDriver[],
): Promise<SessionStorageError> {
  const others = driverNames.filter((name) => name !== chosen)
  const results = await Promise.all(others.map(load))
  const available = results.flatMap((result) =>
    "driver" in result ? [`${result.driver.name} (SQLite ${result.driver.sqliteVersion})`] : [],
  )
  return new SessionStorageError(
    "runtime_unsupported",
    `${variable} is ${chosen}, which cannot be loaded: ${list(unavailable)}.`,
    {
      hint:
        available.length === 0
          ? "Nor can another driver: use Node.js 22.16 or later, or run `npm install better-sqlite3`."
          : `Set it to one that can, or unset it: ${available.join(", ")}.`,
    },
  )
}
