import { SessionStorageError } from "@opencode/session-core/provider"
import type { RowDataPacket } from "mysql2/promise"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type RunningServer,
  startServer,
} from "session-test-servers/mysql"
import { type RefusingProxyOptions, startRefusingProxy } from "session-test-servers/mysql-proxy"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { openServerConnection } from "../src/connection/open-server-connection.ts"
import { provider } from "../src/index.ts"
import { type SessionVariable, sessionVariables } from "../src/settings/session-variables.ts"
import { harmlessVariables } from "./settings/harmless-variables.ts"
import { tellStory } from "./settings/tell-story.ts"
import { freshStore } from "./support/fresh-store.ts"
import { optionsOf } from "./support/options-of.ts"

/** What an administrator may have chosen for all sessions: each as bad as it can be. */
const hostile: Record<
  string,
  { both?: Record<string, string>; mysql?: Record<string, string>; mariadb?: Record<string, string> }
> = {
  "limits of rows, sorting and recursion": {
    both: {
      sql_select_limit: "1",
      max_join_size: "1",
      sql_big_selects: "0",
      max_error_count: "0",
      group_concat_max_len: "4",
    },
    mysql: { max_sort_length: "4", cte_max_recursion_depth: "1" },
    mariadb: { max_sort_length: "64", max_recursive_iterations: "1", standard_compliant_cte: "0", sql_if_exists: "1" },
  },
  "transactions that chain, begin by themselves and read what is not committed": {
    both: { completion_type: "1", autocommit: "0" },
    mysql: { transaction_isolation: "'READ-UNCOMMITTED'", transaction_read_only: "1" },
    mariadb: { tx_isolation: "'READ-UNCOMMITTED'", tx_read_only: "1" },
  },
  "a commit that ends the connection, checks that are off": {
    both: {
      completion_type: "2",
      foreign_key_checks: "0",
      unique_checks: "0",
      sql_safe_updates: "1",
      sql_auto_is_null: "1",
    },
  },
  "other quotes, characters, languages and times": {
    both: {
      sql_mode: "'ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
      character_set_client: "latin1",
      character_set_connection: "latin1",
      character_set_results: "latin1",
      collation_connection: "latin1_swedish_ci",
      character_set_server: "latin1",
      lc_messages: "'de_DE'",
      lc_time_names: "'de_DE'",
      time_zone: "'-12:00'",
      div_precision_increment: "0",
      auto_increment_increment: "7",
      auto_increment_offset: "3",
      innodb_strict_mode: "0",
    },
    mariadb: { alter_algorithm: "'INSTANT'", old_mode: "'NO_DUP_KEY_WARNINGS_WITH_IGNORE'" },
  },
  "patience of a second, and hardly any memory": {
    both: {
      wait_timeout: "1",
      net_read_timeout: "1",
      net_write_timeout: "1",
      lock_wait_timeout: "1",
      innodb_lock_wait_timeout: "1",
      sort_buffer_size: "1",
      join_buffer_size: "128",
      read_rnd_buffer_size: "1",
      tmp_table_size: "1024",
      max_heap_table_size: "16384",
      optimizer_prune_level: "0",
      eq_range_index_dive_limit: "1",
      max_length_for_sort_data: "4",
      sql_buffer_result: "1",
      low_priority_updates: "1",
    },
    mysql: {
      max_execution_time: "1",
      internal_tmp_mem_storage_engine: "MEMORY",
      range_optimizer_max_mem_size: "1",
      parser_max_mem_size: "10000000",
    },
    mariadb: {
      max_statement_time: "0.001",
      idle_transaction_timeout: "1",
      idle_write_transaction_timeout: "1",
      wsrep_dirty_reads: "1",
    },
  },
}

describeServers(
  "settings of a server that is not ours",
  (shared) => {
    let server: RunningServer
    let expected: unknown
    beforeAll(async () => {
      server = await startServer(shared, {
        arguments: ["--secure-timestamp=NO"].slice(shared.kind === "mysql" ? 1 : 0),
      })
      expected = await storyOn(await createDatabase(server))
    })
    afterAll(() => server.close())

    test.each(Object.keys(hostile))("%s: nothing that a user sees changes", async (name) => {
      const { both, ...ofKind } = hostile[name] ?? {}
      const values = { ...both, ...ofKind[shared.kind] }
      expect(await storyUnder(values)).toEqual(expected)
    })

    test("what `init_connect` sets changes nothing either, also a clock that stands still", async () => {
      const settable = Object.entries(hostile["limits of rows, sorting and recursion"]?.both ?? {}).filter(
        ([name]) => name !== "max_error_count",
      )
      const assignments = [
        ...settable,
        ["completion_type", "1"],
        ["timestamp", "1000"],
        ["autocommit", "0"],
        ["sql_mode", '"ANSI"'],
      ]
      const statement = `SET ${assignments.map(([name, value]) => `SESSION ${name} = ${value}`).join(", ")}, NAMES latin1`
      expect(await storyUnder({ init_connect: `'${statement}'` })).toEqual(expected)
    })

    if (shared.kind === "mariadb") {
      test("an engine that the server insists on is named before a table is made", async () => {
        const database = await createDatabase(server)
        onTestFinished(() => setGlobals({ enforce_storage_engine: "NULL" }))
        await setGlobals({ enforce_storage_engine: "Aria" })
        await expect(storyOn(database)).rejects.toMatchObject({
          code: "unsupported",
          message: expect.stringContaining("enforce_storage_engine at Aria"),
        })
        await setGlobals({ enforce_storage_engine: "InnoDB" })
        expect(await storyOn(database)).toEqual(expected)
      })
    }

    async function storyUnder(values: Record<string, string>): Promise<unknown> {
      const database = await createDatabase(server)
      // Names of defaults, not of values: the driver does not read the largest numbers exactly.
      const defaults = Object.fromEntries(Object.keys(values).map((name) => [name, "DEFAULT"]))
      onTestFinished(() => setGlobals(defaults))
      await setGlobals(values)
      return storyOn(database)
    }

    const setGlobals = (values: Record<string, string>) =>
      administrate(server, ...Object.entries(values).map(([name, value]) => `SET GLOBAL ${name} = ${value}`))
  },
  { startable: true },
)

/** On an empty database: the migration meets the settings, too. */
async function storyOn(database: Awaited<ReturnType<typeof createDatabase>>): Promise<unknown> {
  const store = await provider.open(optionsOf({ dsn: database.dsn() }), { dataDirectory: "/nowhere", environment: {} })
  try {
    await store.migrate()
    return await tellStory(store)
  } finally {
    await store.close()
  }
}

describeServers("session variables", (server) => {
  test("each one of this server is set, or somebody has written down why no result depends on it", async () => {
    const connection = await connectAsAdministrator(server)
    try {
      const [rows] = await connection.query<RowDataPacket[]>("SHOW SESSION VARIABLES")
      const unknown: string[] = []
      for (const { Variable_name: name } of rows) {
        const known = Object.hasOwn(sessionVariables, name) || harmlessVariables.includes(name)
        if (!known && (await hasSessionValue(name))) unknown.push(name)
      }
      expect(unknown).toEqual([])
    } finally {
      await connection.end()
    }

    async function hasSessionValue(name: string): Promise<boolean> {
      try {
        await connection.query(`SELECT @@SESSION.${name}`)
        return true
      } catch (error) {
        // ER_INCORRECT_GLOBAL_LOCAL_VAR: it is the whole server's. What cannot be read, such as a variable with a dot in its name,
        // has no value of a session's own either.
        return !(error instanceof Error && "errno" in error)
      }
    }
  })

  test("none is both set and called harmless", () => {
    expect(harmlessVariables.filter((name) => Object.hasOwn(sessionVariables, name))).toEqual([])
    expect(harmlessVariables.length).toBe(new Set(harmlessVariables).size)
  })

  test("a variable that the server does not have, or does not let a user set, is left alone, without more packets from the second connection on", async () => {
    addVariable("no_such_variable", { value: 1, because: "x", accepts: /^1$/ })
    addVariable("version_comment", { value: "'x'", because: "x", accepts: /./ })
    const { provider: store, wire } = await freshStore(server)
    await store.getProject("app")
    const { connections } = wire
    const packets = await wire.count(() =>
      Promise.all([store.listProjects(), store.listProjects(), store.getProject("app")]),
    )
    const opened = wire.connections - connections
    expect(opened).toBeGreaterThan(0)
    expect(packets).toBe(3 + opened)
  })

  const setLimit = /sql_select_limit = \d+/
  async function openBehind(proxy: RefusingProxyOptions) {
    const database = await createDatabase(server)
    const started = await startRefusingProxy(server, proxy)
    const options = optionsOf({ dsn: database.dsn({ host: started.host, port: started.port }) })
    const store = await provider.open(options, { dataDirectory: "/nowhere", environment: {} })
    onTestFinished(async () => {
      await store.close()
      await started.close()
      await database.drop()
    })
    return store
  }

  test("a proxy that refuses to set a variable is no harm while the server's own value is none", async () => {
    const refuse = (sent: string) =>
      setLimit.test(sent) ? { number: 1227, message: "you need SESSION_VARIABLES_ADMIN" } : undefined
    const store = await openBehind({ refuse })
    expect(await store.migrate()).toMatchObject({ pending: [] })
    expect(await store.listProjects()).toEqual([])
  })

  test("a proxy that caps every result is found out before rows are missing", async () => {
    const store = await openBehind({ rewrite: (sent) => sent.replace(setLimit, "sql_select_limit = 3") })
    await expect(store.migrate()).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("sql_select_limit at 3"),
    })
  })

  test("where the server keeps a value that would change a result, nothing is read or written, and the error names it", async () => {
    addVariable("version_comment", { value: "'x'", because: "every list would be empty", accepts: /^x$/ })
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const store = await provider.open(optionsOf({ dsn: database.dsn() }), {
      dataDirectory: "/nowhere",
      environment: {},
    })
    onTestFinished(() => store.close())
    const error = await store.migrate().catch((reason: unknown) => reason)
    expect(SessionStorageError.isInstance(error, "unsupported")).toBe(true)
    expect(String(error)).toMatch(/The server keeps version_comment at .*every list would be empty/)
  })

  test("a DSN may choose how long something takes, and not what a statement means", async () => {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const options = optionsOf({ dsn: database.dsn({ parameters: "innodb_lock_wait_timeout=7&wait_timeout=77" }) })
    const connection = await openServerConnection(options, 10_000)
    onTestFinished(() => connection.end())
    const [rows] = await connection.query(
      ["SELECT @@innodb_lock_wait_timeout AS `lock`, @@wait_timeout AS idle"],
      10_000,
    )
    expect(rows).toEqual([{ lock: 7, idle: 77 }])
    expect(() => optionsOf({ dsn: database.dsn({ parameters: "sql_select_limit=3" }) })).toThrow(/cannot be set/)
  })
})

/** For this test, as if the connection set it. */
function addVariable(name: string, variable: SessionVariable): void {
  const variables: Record<string, SessionVariable> = sessionVariables
  variables[name] = variable
  onTestFinished(() => {
    delete variables[name]
  })
}
