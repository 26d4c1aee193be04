import { mkdir } from "node:fs/promises"
import type { PGlite } from "@electric-sql/pglite"
import type { DriverRow, SqlCommand, SqlTransaction } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { plainError } from "../errors/plain-error.ts"
import { postgresErrors } from "../errors/translate-error.ts"
import type { EmbeddedOptions } from "../options/options.ts"
import { decodeText } from "../sql/text-without-nul.ts"
import { numericTypes } from "./decode-value.ts"
import { encodeValue } from "./encode-value.ts"
import { lockFolder } from "./folder-lock.ts"
import { plainStatement } from "./plain-statement.ts"
import type { PostgresDatabase, RunStatement } from "./postgres-database.ts"

/** Numbers as numbers: the driver gives large ones as bigint, and those of `sum` as texts. */
const parsers = Object.fromEntries([...numericTypes].map((type) => [type, Number]))

/** A PGlite, and what lets other processes into its folder. */
interface Opened {
  pglite: PGlite
  unlock(): Promise<void>
}

/** A PGlite that several handles of this process share. */
interface Shared {
  opened: Promise<Opened>
  handles: number
}

/** By their folders. A folder is one process's, and there it is opened once. */
const shared = new Map<string, Shared>()

/** A database within this process. Callers take turns: there is one connection. */
export class EmbeddedDatabase implements PostgresDatabase {
  readonly location: string
  /** PGlite has its extensions in packages of their own. */
  readonly hasSearchIndex = false
  readonly #directory: string
  #opened: Promise<Opened> | undefined
  #closed = false
  #closing: Promise<void> | undefined
  readonly #running = new Set<Promise<unknown>>()

  constructor({ directory }: EmbeddedOptions) {
    this.#directory = directory
    this.location = `${directory} (PGlite)`
  }

  read(commands: readonly SqlCommand[]): Promise<DriverRow[][]> {
    return this.#transaction((run) => inTurn(commands, run))
  }

  write({ commands, result }: SqlTransaction): Promise<DriverRow[]> {
    return this.#transaction(async (run) => {
      const rows = await inTurn(result === undefined ? commands : [...commands, result], run)
      return result === undefined ? [] : (rows.at(-1) ?? [])
    })
  }

  async ask(statement: string): Promise<DriverRow[]> {
    const [rows = []] = await this.read([plainStatement(statement)])
    return rows
  }

  inTransaction<Result>(run: (statement: RunStatement) => Promise<Result>): Promise<Result> {
    return this.#transaction((command) => run((statement) => command(plainStatement(statement))))
  }

  close(): Promise<void> {
    this.#closed = true
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#running)
    if (this.#opened === undefined) return
    const entry = shared.get(this.#directory)
    const opened = await this.#opened.catch(() => undefined)
    if (entry === undefined || opened === undefined) return
    entry.handles -= 1
    if (entry.handles > 0) return
    shared.delete(this.#directory)
    await opened.pglite.close()
    await opened.unlock()
  }

  async #transaction<Result>(
    run: (command: (command: SqlCommand) => Promise<DriverRow[]>) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed) throw new SessionStorageError("closed", `${this.location} was closed.`)
    const running = this.#runTransaction(run)
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      if (constraintViolation(error) !== undefined) throw plainError(error)
      throw postgresErrors.translate(error, this.location)
    } finally {
      this.#running.delete(running)
    }
  }

  async #runTransaction<Result>(
    run: (command: (command: SqlCommand) => Promise<DriverRow[]>) => Promise<Result>,
  ): Promise<Result> {
    this.#opened ??= open(this.#directory)
    const { pglite } = await this.#opened
    return pglite.transaction((transaction) =>
      run(async ({ statement, values }) => {
        const { rows } = await transaction.query<DriverRow>(statement.sql, values.map(encodeValue), { parsers })
        for (const row of rows) decodeRow(row)
        return rows
      }),
    )
  }
}

async function inTurn(
  commands: readonly SqlCommand[],
  run: (command: SqlCommand) => Promise<DriverRow[]>,
): Promise<DriverRow[][]> {
  const results: DriverRow[][] = []
  for (const command of commands) results.push(await run(command))
  return results
}

function decodeRow(row: DriverRow): void {
  for (const [name, value] of Object.entries(row)) if (typeof value === "string") row[name] = decodeText(value)
}

function open(directory: string): Promise<Opened> {
  let entry = shared.get(directory)
  if (entry === undefined) {
    entry = { opened: load(directory), handles: 0 }
    shared.set(directory, entry)
    entry.opened.catch(() => shared.delete(directory))
  }
  entry.handles += 1
  return entry.opened
}

async function load(directory: string): Promise<Opened> {
  const { PGlite: Loaded } = await import("@electric-sql/pglite").catch((cause: unknown) => {
    throw new SessionStorageError("provider_not_found", "PGlite is not installed.", {
      cause: plainError(cause),
      hint: "Run: npm install @electric-sql/pglite. Or set sessionProvider.postgres.url to the URL of a server.",
    })
  })
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(directory)
  try {
    return { pglite: await Loaded.create(directory), unlock }
  } catch (error) {
    await unlock()
    throw error
  }
}
