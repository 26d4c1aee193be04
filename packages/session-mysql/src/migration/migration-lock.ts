import { createHash, randomBytes } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import type { DriverRow } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import { escape as escapeValue } from "mysql2"
import { openServerConnection } from "../connection/open-server-connection.ts"
import { runPersistently } from "../connection/run-persistently.ts"
import type { ServerConnection } from "../connection/server-connection.ts"
import { errorNumber, meaningOf } from "../errors/translate-error.ts"
import type { MysqlOptions } from "../options/options.ts"

const lockTable = "schema_migration_lock"
const duplicateKey = 1062

/** How long callers wait for the process that migrates, milliseconds. */
const patience = 600_000
/** MySQL counts whole seconds, and a wait without an end differs between the two servers: the lock is asked for repeatedly. */
const nodeLockSeconds = 10
const pollInterval = 200
const statementTimeout = 30_000
/** A row that nobody renewed for this long is abandoned, however wrong the clocks of a cluster's nodes are, seconds. */
const abandonedAfter = 600

export interface MigrationLockOptions {
  /**
   * How long the lock outlives a process that was killed, as seen from another node, milliseconds. The holder renews it three
   * times as often.
   */
  lease?: number
}

/**
 * The lock under which one process of a whole cluster migrates. It has two halves:
 *
 * - GET_LOCK makes others on the same node wait, and ends with its connection. Other nodes do not see it.
 * - A row that one node only can insert keeps the other nodes away. It outlives its process, hence the lease: a caller takes
 *   the row over when it was not renewed for that long. A caller that has the node's own lock knows at once that the holder of
 *   a row from the same node is gone.
 *
 * The table is made with IF NOT EXISTS, which two members of a group may run at the same moment; a plain CREATE TABLE there
 * stops the whole group.
 */
export class MigrationLock {
  readonly #connection: ServerConnection
  readonly #options: MysqlOptions
  readonly #location: string
  readonly #lease: number
  readonly #owner = randomBytes(16).toString("hex")
  #renewedAt = 0
  #timer: ReturnType<typeof setInterval> | undefined
  #renewing: Promise<void> = Promise.resolve()
  #lost = false

  private constructor(
    connection: ServerConnection,
    options: MysqlOptions,
    location: string,
    { lease = 30_000 }: MigrationLockOptions,
  ) {
    this.#connection = connection
    this.#options = options
    this.#location = location
    this.#lease = lease
  }

  /** Waits for the lock. The connection is the one that migrates. Fails with the driver's errors. */
  static async take(
    connection: ServerConnection,
    options: MysqlOptions,
    location: string,
    lockOptions: MigrationLockOptions = {},
  ): Promise<MigrationLock> {
    const lock = new MigrationLock(connection, options, location, lockOptions)
    const deadline = performance.now() + patience
    await lock.#takeRow(await lock.#takeNodeLock(deadline), deadline)
    lock.#timer = setInterval(() => {
      lock.#renewing = lock.#renewing.then(() => lock.#renewBeside())
    }, lock.#lease / 3)
    lock.#timer.unref()
    return lock
  }

  /**
   * To be called before each statement. Fails with `busy` when the lock has gone to another process: this one was paused for
   * longer than the lease.
   */
  async assertHeld(): Promise<void> {
    if (!this.#lost && performance.now() - this.#renewedAt >= this.#lease / 3) await this.#renew(this.#connection)
    if (!this.#lost) return
    throw new SessionStorageError("busy", `Another process has taken over the migration of ${this.#location}.`, {
      hint: "Try again: it goes on where it stopped.",
    })
  }

  /** A connection that broke may leave a statement running on its node: then the row stays until it expires. */
  async release(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewing
    if (this.#connection.lost) return
    await this.#run(`DELETE FROM ${lockTable} WHERE id = 1 AND owner = '${this.#owner}'`).catch(() => {})
  }

  /** False where the server has no such locks, or a proxy refuses them: Percona XtraDB Cluster does in its strict mode. */
  async #takeNodeLock(deadline: number): Promise<boolean> {
    // Hashed, since names of locks are the whole server's and have at most 64 characters.
    const name = `opencode-session-${createHash("sha256").update(this.#options.database).digest("hex").slice(0, 32)}`
    const statement = `SELECT GET_LOCK(${escapeValue(name)}, ${nodeLockSeconds}) AS taken`
    while (performance.now() < deadline) {
      try {
        const [rows = []] = await this.#connection.query([statement], nodeLockSeconds * 1000 + statementTimeout)
        if (Number(rows[0]?.taken) === 1) return true
      } catch (error) {
        const meaning = meaningOf(error)
        if (errorNumber(error) === undefined || meaning?.transient === true || meaning?.fatal === true) throw error
        return false
      }
    }
    throw this.#tooLong()
  }

  async #takeRow(hasNodeLock: boolean, deadline: number): Promise<void> {
    await this.#run(
      `CREATE TABLE IF NOT EXISTS ${lockTable} (
        id tinyint NOT NULL PRIMARY KEY, owner varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        node varbinary(255) NOT NULL, renewals bigint NOT NULL, renewed_at bigint NOT NULL
      ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    )
    const node = escapeValue((this.#connection.facts.node ?? this.#owner).slice(0, 255))
    let seen: { owner: unknown; renewals: unknown; since: number } = { owner: null, renewals: null, since: 0 }
    while (performance.now() < deadline) {
      const startedAt = performance.now()
      if (await this.#insertRow(node)) {
        this.#renewedAt = startedAt
        return
      }
      const [holder] = await this.#run(
        `SELECT owner, node = ${node} AS here, renewals, unix_timestamp() - renewed_at AS age FROM ${lockTable} WHERE id = 1`,
      )
      if (holder === undefined) continue
      const { owner, here, renewals, age } = holder
      if (seen.owner !== owner || seen.renewals !== renewals) seen = { owner, renewals, since: performance.now() }
      const isGone =
        (hasNodeLock && Number(here) === 1) ||
        performance.now() - seen.since >= this.#lease ||
        Number(age) >= abandonedAfter
      if (isGone) {
        const takenAt = performance.now()
        const taken = await this.#run(
          `UPDATE ${lockTable} SET owner = '${this.#owner}', node = ${node}, renewals = last_insert_id(renewals + 1),
            renewed_at = unix_timestamp() WHERE id = 1 AND owner = ${escapeValue(String(owner))} AND renewals = ${Number(renewals)}`,
        )
        if (isUpdated(taken)) {
          this.#renewedAt = takenAt
          return
        }
      }
      await delay(pollInterval * (0.5 + Math.random()))
    }
    throw this.#tooLong()
  }

  async #insertRow(node: string): Promise<boolean> {
    try {
      await this.#run(
        `INSERT INTO ${lockTable} (id, owner, node, renewals, renewed_at) VALUES (1, '${this.#owner}', ${node}, 0, unix_timestamp())`,
      )
      return true
    } catch (error) {
      if (errorNumber(error) === duplicateKey) return false
      throw error
    }
  }

  async #renew(connection: ServerConnection): Promise<void> {
    const startedAt = performance.now()
    const rows = await runPersistently(
      connection,
      `UPDATE ${lockTable} SET renewals = last_insert_id(renewals + 1), renewed_at = unix_timestamp()
        WHERE id = 1 AND owner = '${this.#owner}'`,
      statementTimeout,
    )
    if (isUpdated(rows)) this.#renewedAt = startedAt
    else this.#lost = true
  }

  /** On a connection of its own: a statement of the migration may take hours. */
  async #renewBeside(): Promise<void> {
    let beside: ServerConnection | undefined
    try {
      beside = await openServerConnection(this.#options, this.#options.connectTimeout)
      await this.#renew(beside)
    } catch {
      // The next statement, or the next turn, tries again.
    } finally {
      await beside?.end()
    }
  }

  #run(statement: string): Promise<DriverRow[]> {
    return runPersistently(this.#connection, statement, statementTimeout)
  }

  #tooLong(): SessionStorageError {
    const message = `Another process has been migrating ${this.#location} for ${patience / 1000} seconds.`
    return new SessionStorageError("busy", message, { hint: "Wait for it, or look for it with SHOW PROCESSLIST." })
  }
}

/** Whether an UPDATE that chooses a number found its row. */
const isUpdated = (rows: DriverRow[]): boolean => rows.length > 0
