import type { DriverRow, SqlCommand, SqlConnection } from "@opencode/session-core/drizzle"
import { createSqlQueries, PatternSearch, SqlDatabase, type SqlQueries } from "@opencode/session-core/drizzle"
import type { Change } from "@opencode/session-core/provider"
import type { Connection, RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { bindValues } from "../src/packet/bind-values.ts"
import { mysqlDialect } from "../src/sql/mysql-dialect.ts"
import { searchStatements } from "../src/sql/search-statements.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

const everything = { allProjects: true } as const
const author = "ann"

/** How a read may go about a table, besides by an index to what it asks for. */
interface Allowance {
  /** Goes through all of an index or table: it asks for something of each row, or until a page is full. */
  through?: true
  /** Sorts or groups what it has found. */
  sorts?: true
  /** Reads the index alone, and no row. */
  only?: "index"
  /** By this index: another one would have it read rows of other projects. */
  by?: string
}

/** The indexes in which the hot sessions of a project, of a state or of the feed stand together. */
const hotIndexes = ["session_list", "session_list_all", "session_children", "session_feed", "session_feed_all"]

/** Copies the rows of a table a thousand times, with other values in some columns: `n` goes from 1 to 1,000. */
async function multiply(
  connection: Connection,
  table: string,
  changed: Record<string, string>,
  count = 1000,
): Promise<void> {
  const [columns] = await connection.query<RowDataPacket[]>(`SHOW COLUMNS FROM \`${table}\``)
  const names = columns
    .filter(({ Extra }) => !String(Extra).includes("auto_increment"))
    .map(({ Field }) => String(Field))
  await connection.query(
    `INSERT INTO \`${table}\` (${names.map((name) => `\`${name}\``).join(", ")})
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT ${names.map((name) => changed[name] ?? `\`${name}\``).join(", ")} FROM \`${table}\`, numbers`,
  )
  await connection.query(`ANALYZE TABLE \`${table}\``)
}

/** Tables so large that an index is worth its while, of what the test has put in. A tenth and a third are other projects'. */
async function fill(connection: Connection): Promise<void> {
  const project_id = "case when n % 10 = 0 then 'small' when n % 3 = 0 then 'other' else 'app' end"
  await multiply(connection, "message", { id: "concat('m', n)", position: "n + 10", revision: "n + 10" })
  await multiply(connection, "part", { message_id: "concat('m', n)", position: "n + 10", revision: "n + 10" })
  await multiply(connection, "file_version", { version: "n + 1", revision: "n + 10" })
  await multiply(connection, "tombstone", { revision: "n + 10" })
  await multiply(connection, "session", {
    id: "concat('s', n, id)",
    project_id,
    updated_at: "n",
    listed_at: "n",
    shard: "n % 16",
    sequence: "n + 10",
    fed_at: "n + 10",
  })
  await multiply(connection, "departed_session", {
    session_id: "concat('d', n)",
    project_id,
    shard: "n % 16",
    sequence: "n + 10",
  })
  await multiply(connection, "departed_session", { session_id: "concat(session_id, 'e', n)" }, 20)
  await connection.query("UPDATE change_feed SET sequence = 1000")
  const counts =
    "sessions, messages, input_tokens, output_tokens, reasoning_tokens, cache_read_tokens, cache_write_tokens, cost_nanos"
  await connection.query(
    `INSERT INTO session_usage (session_id, project_id, state, day, author, model, ${counts})
     SELECT id, project_id, 'active', 0, '', '', 1, 1, 1, 1, 1, 1, 1, 1 FROM session`,
  )
  await connection.query("ANALYZE TABLE session_usage")
  await connection.query(
    `INSERT INTO usage_total (scope, state, day, author, model, ${counts}) VALUES ('app', '', 0, '', '', 1, 1, 1, 1, 1, 1, 1, 1)`,
  )
  await multiply(connection, "usage_total", {
    scope: project_id,
    state: "elt(n % 4 + 1, '', 'active', 'deleted', 'x')",
    day: "n",
  })
  await multiply(connection, "project", { id: "concat('p', n)" })
  await multiply(connection, "project_alias", { alias: "concat('a', n)", project_id: "concat('p', n)" })
}

/** Gives all sessions that are settled the labels that the queries ask for, each of which a third of them has. */
async function label(connection: Connection, queries: SqlQueries, asked: SqlCommand[]): Promise<void> {
  const filters = [{ author }, { folder: "web" }, { model: "large" }, { tag: "bug" }, { tag: "bug", user: author }]
  for (const filter of filters) {
    await queries.listSessions({ scope, state: "active", limit: 1, filter }).catch(() => undefined)
  }
  const labels = new Set(asked.flatMap(({ values }) => values.filter((each) => /^~.{9}$/.test(String(each)))))
  expect(labels.size).toBe(5)
  for (const each of labels) {
    for (const projects of ["project_id", "''"]) {
      await connection.query(
        `INSERT INTO session_label SELECT ${projects}, ?, state, listed_at, id FROM session WHERE listed_at IS NOT NULL AND crc32(concat(id, ?)) % 3 = 0`,
        [each, each],
      )
    }
  }
  await connection.query("ANALYZE TABLE session_label")
}

describeServers("the plan of every read", (server) => {
  test("goes by an index, sorts no table, and reads no row of another project", async () => {
    const { provider, database } = await freshStore(server)
    const file: Change = { type: "file.put", file: { path: "a", content: "x", createdAt: 1 } }
    await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), text("m", "q", "x"), file])
    await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "q" }])
    await apply(provider, "t", [create()])
    await apply(provider, "gone", [create()])
    await apply(provider, "gone", [{ type: "session.purge" }])
    await provider.putProject({ id: "app", name: "App", aliases: ["old"], createdAt: 1 })
    const asked: SqlCommand[] = []
    const listening: SqlConnection = {
      async read(commands) {
        asked.push(...commands)
        return commands.map((): DriverRow[] => [{ deletedAt: null, position: 1 }])
      },
      // Refused, so that it is looked why.
      write: () => Promise.reject(Object.assign(new Error("Column 'revision' cannot be null"), { errno: 1048 })),
    }
    const search = new PatternSearch(
      new SqlDatabase(listening, mysqlDialect({ userVariables: false, foreignKeys: true })),
      searchStatements,
    )
    const dialect = mysqlDialect({ userVariables: true, foreignKeys: true })
    const queries = createSqlQueries({ connection: listening, dialect })
    const newest = { scope, state: "active", limit: 1 } as const
    const { nextCursor } = await provider.listSessions(newest)
    const page = { limit: 10, sessionId: "s" }
    const connection = await connectAsAdministrator(server)
    onTestFinished(() => connection.end())
    await connection.query(`USE \`${database.name}\``)
    await fill(connection)
    await label(connection, queries, asked)
    const { cursor: since } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
    const reads: [string, () => Promise<unknown>, Record<string, Allowance>?][] = [
      ["one session", () => queries.getSession({ scope, sessionId: "s" })],
      ["sessions", () => queries.listSessions({ scope, state: "active", limit: 10, cursor: nextCursor ?? "" })],
      ["root sessions", () => queries.listSessions({ scope, state: "active", parentId: null, limit: 10 })],
      // All are wanted: in the order of the index, until a page is full.
      [
        "all sessions",
        () => queries.listSessions({ scope: everything, state: "active", limit: 10 }),
        { session: { through: true } },
      ],
      // Of a project with few of the sessions whose ids begin alike.
      [
        "sessions by the beginning of their ids",
        () => queries.findSessions({ scope: { projectId: "small" }, idPrefix: "s1", limit: 10 }),
        { session: { by: "session_id_in_project" } },
      ],
      [
        "sessions of all projects by the beginning of their ids",
        () => queries.findSessions({ scope: everything, idPrefix: "s12", limit: 10 }),
      ],
      ["sessions of an author", () => queries.listSessions({ scope, state: "active", limit: 10, filter: { author } })],
      [
        "sessions of a folder and with a tag",
        () =>
          queries.listSessions({
            scope,
            state: "active",
            limit: 10,
            filter: { folder: "web", tag: "bug", user: author },
          }),
      ],
      [
        "sessions of a model in all projects",
        () => queries.listSessions({ scope: everything, state: "active", limit: 10, filter: { model: "large" } }),
      ],
      [
        "sessions by words of their titles",
        () => queries.listSessions({ scope, state: "active", limit: 10, filter: { title: "needle", pinned: false } }),
      ],
      [
        "sessions that changed at a time",
        () => queries.listSessions({ scope, state: "active", limit: 10, filter: { from: 5, to: 90 } }),
      ],
      ["messages", () => queries.listMessages({ scope, ...page, order: "oldest-first" })],
      ["newest messages", () => queries.listMessages({ scope, ...page, order: "newest-first" })],
      ["messages from one on", () => queries.listMessages({ scope, ...page, order: "oldest-first", from: "m200" })],
      ["messages from one back", () => queries.listMessages({ scope, ...page, order: "newest-first", from: "m200" })],
      ["parts of a message", () => queries.listParts({ scope, ...page, messageId: "m200" })],
      ["files", () => queries.listFiles({ scope, ...page })],
      ["changes", () => queries.changes({ scope, ...page, since: 5 })],
      ["what changed meanwhile", () => queries.sessionChanges({ scope, limit: 10, since })],
      ["what changed meanwhile anywhere", () => queries.sessionChanges({ scope: everything, limit: 10, since })],
      // From the beginning on, so are all that left.
      ["changed sessions", () => queries.sessionChanges({ scope, limit: 10 }), { departed_session: { through: true } }],
      [
        "all changed sessions",
        () => queries.sessionChanges({ scope: everything, limit: 10 }),
        // Of all that ever left a project, most are in another: which, an index of them says.
        { departed_session: { through: true }, session: { through: true } },
      ],
      ["project", () => queries.getProject("app")],
      ["why a batch was refused", () => apply({ ...provider, ...queries }, "s", [message("m")])],
      [
        "what can be pruned",
        () => queries.prune({ scope, deletedBefore: 1, user: null, dryRun: true }),
        // What the statement itself has put together.
        { kept: { through: true }, session: { sorts: true } },
      ],
      [
        "projects",
        () => queries.listProjects(),
        // All there are, with a count of the sessions of each, by an index that has what it counts.
        {
          project: { through: true },
          project_alias: { through: true },
          session: { through: true, sorts: true, only: "index" },
        },
      ],
      // Sums of sums: of three states, of days, or of each project; and over what the hot sessions have.
      ["statistics", () => queries.statistics(scope), { usage_total: { sorts: true } }],
      ["all statistics", () => queries.statistics(everything), { usage_total: { through: true, sorts: true } }],
      ...(["day", "model", "author"] as const).map((by): (typeof reads)[number] => [
        `statistics by ${by}`,
        () => queries.statisticsBy({ scope, by, from: 5 }),
        { usage_total: { sorts: true } },
      ]),
      [
        "statistics by project",
        () => queries.statisticsBy({ scope: everything, by: "project" }),
        { usage_total: { through: true, sorts: true }, project: { through: true, sorts: true } },
      ],
      // By LIKE, from the newest on, until a page is full. Titles: the project's, sorted.
      [
        "search",
        () => search.find({ scope, text: "needle", limit: 10 }),
        { session: { sorts: true }, entry: { through: true, only: "index" } },
      ],
      [
        "search in what an author's sessions have of a tool",
        () =>
          search.find({ scope, text: "needle", limit: 10, filter: { author, partType: "tool", role: "assistant" } }),
        { session: { sorts: true }, entry: { through: true, only: "index" } },
      ],
      [
        "search in all projects",
        () => search.find({ scope: everything, text: "needle", limit: 10 }),
        { entry: { through: true, only: "index" } },
      ],
    ]
    const wrong: string[] = []
    for (const [name, read, allowances = {}] of reads) {
      asked.length = 0
      // What it makes of the rows that it is given is not looked at.
      await read().catch(() => undefined)
      expect(asked.length, name).toBeGreaterThan(0)
      for (const command of asked) {
        // MySQL's own format by default is a tree.
        // The few sessions that were written last stand together in the indexes, and have no order there.
        const readsHot = command.statement.sql.includes("`session`.`listed_at` is null")
        const [rows] = await connection.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${bindValues(command)}`)
        // A part is read when its session is seen to be one that is searched.
        if (name.startsWith("search") && rows.length > 1) {
          // A message is looked at for its role.
          const tables = rows.map(({ table }) => table).filter((table) => table !== "message")
          expect(tables).toEqual(["entry", "session", "part"])
        }
        let sorted = 0
        for (const row of rows) {
          const derived = String(row.table).startsWith("<")
          if (row.table === null || row.Extra === "no matching row in const table" || derived) continue
          // MariaDB may intersect two of these indexes, as its samples of the table fall out.
          const keys = String(row.key).split(",")
          const byHot = keys.every((key) => hotIndexes.includes(key))
          if (/filesort/.test(String(row.Extra))) sorted += 1
          // Of a page of both kinds the settled ones are in the order of their index.
          if (readsHot && row.type !== "ALL" && row.type !== "index" && byHot && sorted <= 1) continue
          const { through, sorts, only, by } = allowances[String(row.table)] ?? {}
          const extra = String(row.Extra)
          const byIndex = through || (row.type !== "ALL" && row.type !== "index")
          const rightly = only === undefined || /Using index(?! condition)/.test(extra)
          if (
            !byIndex ||
            !rightly ||
            (by !== undefined && row.key !== by) ||
            (!sorts && /filesort|temporary/.test(extra))
          ) {
            wrong.push(`${name}: ${row.table} by ${row.type} ${row.key}, ${row.Extra}`)
          }
        }
      }
    }
    expect(wrong).toEqual([])
  })
})
