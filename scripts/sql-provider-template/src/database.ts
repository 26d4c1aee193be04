import { mkdir } from "node:fs/promises"
import { PGlite, type Transaction } from "@electric-sql/pglite"
import type { DriverRow } from "@opencode/session-core/drizzle"
import { lockFolder } from "./folder-lock.ts"

/** Runs a statement of the transaction, and gives its rows. */
export type RunStatement = (statement: string, values?: readonly unknown[]) => Promise<DriverRow[]>

/** What the provider needs of a driver. This file is the one to replace: everything else asks no driver. */
export interface Database {
  /** Runs a transaction: all of it is durable when this returns, or none of it when this fails. */
  transaction<Result>(mode: "read" | "write", work: (run: RunStatement) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

interface SharedDatabase {
  users: number
  opening: Promise<{ pglite: PGlite; unlock: () => Promise<void> }>
}

/** By folder: PGlite is one connection, which all handles of a process share. */
const shared = new Map<string, SharedDatabase>()

/** Opens a database. With a server, this makes a pool of connections. */
export async function openDatabase(folder: string): Promise<Database> {
  const entry = shared.get(folder) ?? { users: 0, opening: openFolder(folder) }
  shared.set(folder, entry)
  entry.users += 1
  const { pglite, unlock } = await entry.opening.catch((error: unknown) => {
    shared.delete(folder)
    throw error
  })
  return {
    transaction: (mode, work) =>
      pglite.transaction(async (transaction) => {
        // Reads of several statements must see one state: READ COMMITTED would show each statement another one.
        if (mode === "read") await transaction.exec("set transaction isolation level repeatable read, read only")
        return work((statement, values = []) => run(transaction, statement, values))
      }),
    async close() {
      entry.users -= 1
      if (entry.users > 0) return
      shared.delete(folder)
      await pglite.close()
      await unlock()
    },
  }
}

async function openFolder(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(folder)
  try {
    return { pglite: await PGlite.create(folder), unlock }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function run(transaction: Transaction, statement: string, values: readonly unknown[]): Promise<DriverRow[]> {
  const { rows } = await transaction.query<DriverRow>(statement, [...values])
  return rows
}
