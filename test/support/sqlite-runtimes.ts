import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { runtimeProgram } from "./runtimes.ts"

/** A runtime, and the SQLite driver that it is there for. */
export interface SqliteRuntime {
  name: string
  /** How a program is started in it; undefined where nobody makes the runtime for this machine. */
  command: readonly string[] | undefined
  driver: "better-sqlite3" | "node:sqlite" | "bun:sqlite"
  /** Whether the environment chooses the driver. Otherwise it is the first one that can be loaded. */
  chosen: boolean
}

const commandOf = (name: "bun" | "deno" | "node22", ...rest: string[]): string[] | undefined => {
  const program = runtimeProgram(name)
  return program === undefined ? undefined : [program, ...rest]
}

/** Every runtime that has a SQLite of its own. better-sqlite3 is what all other tests run on. */
export const sqliteRuntimes: readonly SqliteRuntime[] = [
  { name: "Node.js 24 without better-sqlite3", command: [process.execPath], driver: "node:sqlite", chosen: true },
  { name: "Node.js 22 without better-sqlite3", command: commandOf("node22"), driver: "node:sqlite", chosen: true },
  { name: "Bun", command: commandOf("bun"), driver: "bun:sqlite", chosen: false },
  { name: "Deno", command: commandOf("deno", "run", "-A"), driver: "node:sqlite", chosen: false },
]

/** The environment of a machine on which nothing was set up. Whatever a runtime keeps for itself, it keeps in the folder. */
export function environmentIn(folder: string, { driver, chosen }: SqliteRuntime): NodeJS.ProcessEnv {
  const home = join(folder, "home")
  mkdirSync(home)
  return {
    PATH: process.env.PATH,
    HOME: home,
    DENO_DIR: join(home, "deno"),
    DENO_NO_UPDATE_CHECK: "1",
    ...(chosen ? { OPENCODE_SQLITE_DRIVER: driver } : {}),
  }
}
