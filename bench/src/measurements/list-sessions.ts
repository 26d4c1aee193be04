import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import type Database from "better-sqlite3"
import { Random } from "../content/random.ts"
import { prose } from "../content/texts.ts"
import type { Measurement } from "../measurement.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { recordStatements } from "../support/record-statements.ts"
import { type Turns, takeTurns } from "../support/take-turns.ts"

const todos = ["Write a test for it", "Mend it", "Run all tests"].map((content) => ({
  content,
  status: "pending",
  priority: "high",
}))
const many = 100_000
const few = 1000
/** Sessions that are created at the same moment share a transaction. */
const atOnce = 50
const limit = 50
const deepPage = 1000
const listsPerTurn = 300
const rounds = 15

/** The lists of sessions: the first page, a deep one, and the first of a small database. */
export const listSessions: Measurement = {
  name: "list-sessions",
  async run({ folder }) {
    const largeFile = join(folder, "large.db")
    const large = await createSessions(largeFile, many)
    const small = await createSessions(join(folder, "small.db"), few)
    const database = openBare(largeFile)
    const cursor = await cursorOfPage(large, deepPage)
    const firstPage = () => large.sessions.list({ limit })
    const thousandthPage = () => large.sessions.list({ limit, cursor })
    const turns = (ours: () => unknown, baseline: () => unknown) =>
      takeTurns({ clock: "processor", rounds, warmUps: 3, ours: () => repeat(ours), baseline: () => repeat(baseline) })
    const result = (what: string, measured: Turns, most: number) => ({
      what,
      ours: (measured.ours * 1000) / listsPerTurn,
      baseline: (measured.baseline * 1000) / listsPerTurn,
      unit: "µs" as const,
      ratio: measured.ratio,
      budget: { most },
    })
    const results = [
      result(
        `list ${limit} of 100,000 sessions, first page`,
        await turns(firstPage, await preparedList(database, firstPage)),
        1.5,
      ),
      result("  page 1,000", await turns(thousandthPage, await preparedList(database, thousandthPage)), 1.5),
      result("  page 1,000 (baseline: page 1)", await turns(thousandthPage, firstPage), 1.3),
      result("  of 100,000 (baseline: of 1,000)", await turns(firstPage, () => small.sessions.list({ limit })), 1.5),
    ]
    database.close()
    await large.close()
    await small.close()
    return results
  },
}

async function repeat(list: () => unknown): Promise<void> {
  for (let count = 0; count < listsPerTurn; count += 1) await list()
}

/** Creates sessions, the later ones with later times. */
async function createSessions(file: string, count: number): Promise<SessionStore> {
  const store = await openStore(file)
  const random = new Random(count)
  const titles = Array.from({ length: 500 }, () => prose(random, 60).slice(0, 60).toWellFormed())
  const create = (index: number) =>
    store.apply(
      `ses_${String(index).padStart(26, "0")}`,
      [
        {
          type: "session.create",
          session: {
            projectId: store.projectId ?? "",
            title: `${titles[index % titles.length]} ${index}`,
            titleSource: "generated",
            parentId: null,
            directory: "packages/core",
            author: { user: "alice", host: "bench" },
            agent: "build",
            model: { providerId: "anthropic", modelId: "claude-sonnet-4-5" },
            // Agents make one for longer tasks.
            todos: index % 4 === 0 ? todos : [],
            metadata: {},
            archivedAt: null,
            createdAt: index * 1000,
            deletedAt: null,
            deletionId: null,
          },
        },
      ],
      { at: index * 1000 },
    )
  for (let start = 0; start < count; start += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - start) }, (_, index) => create(start + index)))
  }
  return store
}

/** The cursor by which page `page` begins. */
async function cursorOfPage(store: SessionStore, page: number): Promise<string> {
  let cursor: string | undefined
  for (let read = 1; read < page; read += 1) {
    const { nextCursor } = await store.sessions.list({ limit, ...(cursor === undefined ? {} : { cursor }) })
    if (nextCursor === null) throw new Error(`There is no page ${page}.`)
    cursor = nextCursor
  }
  if (cursor === undefined) throw new Error("The first page has no cursor.")
  return cursor
}

/** The baseline: the query that a list executes, prepared, with the same values. */
async function preparedList(database: Database.Database, list: () => Promise<unknown>): Promise<() => unknown> {
  const [query, ...others] = await recordStatements(list)
  if (query === undefined || others.length > 0) throw new Error("A list is one statement.")
  const statement = database.prepare(query.source)
  return () => statement.all(query.values)
}
