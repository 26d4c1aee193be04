import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSessionStore } from "@opencode/session-core"
import { namedStatements, searchFilterVariant, sharedStatements } from "@opencode/session-core/drizzle"
import type { SessionFilter, SessionProvider } from "@opencode/session-core/provider"
import Database from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import * as search from "./search-statements.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { createSqliteProvider } from "./sqlite-provider.ts"

const folder = mkdtempSync(join(tmpdir(), "session-plans-"))
const file = join(folder, "opencode.db")
const scope = { projectId: "app" }
const everything = { allProjects: true } as const
const page = { scope, limit: 10 }
let provider: SessionProvider
let raw: Database.Database

beforeAll(async () => {
  provider = await createSqliteProvider({ file, synchronous: "normal" })
  await provider.migrate()
  const store = createSessionStore({ provider, scope, author: { user: "ann", host: "desk" } })
  for (const id of ["s", "t", "u"]) {
    await store.sessions.create({ id, title: "a needle" })
    for (const number of [1, 2, 3]) {
      const parts = [{ type: "text" as const, text: "needle" }]
      await store.messages.append(id, { id: `m${number}`, role: "user", parts })
    }
    for (const _ of [1, 2]) await store.files.write(id, "a.ts", "x")
  }
  raw = new Database(file)
})

afterAll(async () => {
  raw.close()
  await provider.close()
  rmSync(folder, { recursive: true })
})

/**
 * What SQLite plans for each SELECT that a read prepares: the steps of each. A fresh handle, since each statement is prepared once.
 */
async function plansOf(read: (provider: SessionProvider) => Promise<unknown>): Promise<string[][]> {
  const fresh = await createSqliteProvider({ file, synchronous: "normal" })
  const prepare = vi.spyOn(Database.prototype, "prepare")
  let statements: string[]
  try {
    await read(fresh)
    statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*select/i.test(sql))
  } finally {
    prepare.mockRestore()
    await fresh.close()
  }
  expect(statements.length).toBeGreaterThan(0)
  return statements.map(planOf)
}

/** The steps of a statement. */
function planOf(sql: string): string[] {
  const parameters = Array.from({ length: sql.split("?").length - 1 }, () => null)
  const rows = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters)
  return rows.map((row) => (row as { detail: string }).detail) // The column of EXPLAIN QUERY PLAN.
}

/** Neither an index's progress, which is one row, nor its short list of changes, nor the index that a match leads. */
const readsEverything = (step: string) =>
  /^SCAN (?!CONSTANT ROW|\(|\w+_search_(progress|changed)\b)/.test(step) && !step.includes("VIRTUAL TABLE")

/** The few sessions that were written last have an index of their own, and no order. */
const readsHot = (step: string) => /^(SCAN|SEARCH) session USING INDEX session_hot\b/.test(step)

const scansTable = (step: string) =>
  /^SCAN (session|message|part|file_version|tombstone|batch|departed_session|project_alias|project)\b/.test(step)

/** Steps that look at every row of a table, or sort rows that an index would have in order. */
const slow = (plans: string[][]) =>
  plans.flatMap((steps) => {
    const others = steps.filter((step) => !readsHot(step))
    const scans = others.filter(scansTable)
    // A statement that reads them alone may sort them.
    const isOfHot = others.every((step) => /USE TEMP B-TREE/.test(step))
    // The numbers of parts behind a page of messages: no more than the page has.
    const isOfPage = others.includes("CO-ROUTINE page") && others.includes("CO-ROUTINE chosen")
    // The keys of the hot sessions, and those of a page of each kind.
    const sortedKeys = others.includes("CO-ROUTINE keys") ? 2 : 0
    const sorts = others.filter((step) => /USE TEMP B-TREE/.test(step)).slice(sortedKeys)
    return [...scans, ...(isOfHot || isOfPage ? [] : sorts)]
  })

const lists: Record<string, (provider: SessionProvider) => Promise<unknown>> = {
  "a session": (each) => each.getSession({ scope, sessionId: "s" }),
  "the messages of a session": (each) => each.listMessages({ ...page, sessionId: "s", order: "oldest-first" }),
  "the messages of a session from the newest back": (each) =>
    each.listMessages({ ...page, sessionId: "s", order: "newest-first" }),
  "the messages of a session from one of them on": (each) =>
    each.listMessages({ ...page, sessionId: "s", order: "newest-first", from: "m1" }),
  "the parts of a message": (each) => each.listParts({ ...page, sessionId: "s", messageId: "m1" }),
  "the files of a session": (each) => each.listFiles({ ...page, sessionId: "s" }),
  "the versions of one file": (each) => each.listFiles({ ...page, sessionId: "s", path: "a.ts" }),
  "the feed of a session": (each) => each.changes({ ...page, sessionId: "s", since: 3 }),
  "the feed of a project": (each) => each.sessionChanges(page),
  "the feed of all projects": (each) => each.sessionChanges({ scope: everything, limit: 10 }),
  "sessions of all projects by the beginning of their ids": (each) =>
    each.findSessions({ scope: everything, idPrefix: "s", limit: 10 }),
  "what may be pruned": (each) => each.prune({ scope, deletedBefore: 0, user: "ann", dryRun: true }),
  "the answer to a batch that was sent before": async (each) => {
    const batch = {
      id: "sent",
      scope,
      sessionId: "s",
      at: 1,
      changes: [{ type: "session.update" as const, fields: { agent: "a" } }],
    }
    await each.apply(batch)
    await each.apply(batch)
  },
}

const filters: Record<string, SessionFilter> = {
  "an author": { author: "ann" },
  "a folder": { folder: "packages/web" },
  "a model": { model: "large" },
  "a program": { origin: "Goose" },
  "words of their titles": { title: "needle" },
  pins: { pinned: true, user: "ann" },
  "a tag": { tag: "bug", user: "ann" },
  "no pin": { pinned: false },
  "when they changed": { from: 5, to: 9 },
  "several of these": { author: "ann", model: "large", origin: null, title: "needle", from: 5 },
}

for (const [where, projects] of [
  ["project", scope],
  ["all projects", everything],
] as const) {
  for (const [what, filter] of Object.entries(filters)) {
    lists[`sessions of ${where} by ${what}, and the next page`] = async (each) => {
      const query = { scope: projects, state: "active" as const, limit: 1, filter }
      const { nextCursor } = await each.listSessions(query)
      if (nextCursor !== null) await each.listSessions({ ...query, cursor: nextCursor })
    }
  }
  for (const parentId of [undefined, null, "s"]) {
    const name =
      parentId === undefined
        ? "sessions"
        : parentId === null
          ? "sessions that no other started"
          : "sub-agents' sessions"
    lists[`${name} of ${where}, and the next page`] = async (each) => {
      const query = {
        scope: projects,
        state: "active" as const,
        limit: 1,
        ...(parentId === undefined ? {} : { parentId }),
      }
      const { nextCursor } = await each.listSessions(query)
      if (nextCursor !== null) await each.listSessions({ ...query, cursor: nextCursor })
    }
  }
}

describe("invariant 10: an index behind every list", () => {
  it.each(Object.entries(lists))("reading %s neither looks at every row nor sorts", async (_, read) => {
    const plans = await plansOf(read)
    expect(slow(plans), plans.flat().join("\n")).toEqual([])
  })

  it("a project is found by the indexes of ids and aliases, and only its own aliases are sorted", async () => {
    const plans = await plansOf((each) => each.getProject("app"))
    expect(plans.flat().filter((step) => step.startsWith("SCAN"))).toEqual([])
  })

  it("sessions of an author, a folder, a model, a program or a mark are led by the index of labels", async () => {
    for (const filter of [
      ...[
        { author: "ann" },
        { folder: "web" },
        { model: "large" },
        { origin: "Goose" },
        { tag: "bug" },
        { pinned: true },
      ],
    ]) {
      const [first] = await plansOf((each) => each.listSessions({ scope, state: "active", limit: 1, filter }))
      expect(first).toEqual([
        "SEARCH session_label USING PRIMARY KEY (scope=? AND label=? AND state=?)",
        expect.stringMatching(/^SEARCH session USING INDEX \w+ \(.*\bid=\?\)$/),
      ])
    }
  })

  it("looking an id up by its beginning reads no other project's sessions, however many begin alike", async () => {
    const plans = await plansOf((each) => each.findSessions({ ...page, idPrefix: "s" }))
    expect(plans).toEqual([
      ["SEARCH session USING INDEX session_id_in_project (project_id=? AND id>? AND id<?)"],
      ["SEARCH session USING INDEX session_hot (project_id=?)", "USE TEMP B-TREE FOR ORDER BY"],
    ])
  })

  it("no write looks at every row of a table: what it costs does not grow with the history", () => {
    const writes = sharedStatements(sqliteDialect)
      .map(([name, definition]) => ({ name, sql: definition.render(sqliteDialect).sql }))
      .filter(({ sql }) => !/^\s*select/i.test(sql))
    const scans = writes.flatMap(({ name, sql }) =>
      planOf(sql)
        .filter((step) => scansTable(step) && !readsHot(step))
        .map((step) => `${name}: ${step}`),
    )
    expect(scans).toEqual([])
  })

  it("no list skips rows by their number, which would cost more with each page", async () => {
    const prepare = vi.spyOn(Database.prototype, "prepare")
    const fresh = await createSqliteProvider({ file, synchronous: "normal" })
    for (const read of Object.values(lists)) await read(fresh)
    const statements = prepare.mock.calls.map(([sql]) => sql)
    prepare.mockRestore()
    await fresh.close()
    expect(statements.filter((sql) => /\boffset\b/i.test(sql))).toEqual([])
  })

  it("a search with a word of three letters is led by the index of words, newest first without sorting", async () => {
    for (const searched of [scope, everything]) {
      const plan = (await plansOf((each) => each.search({ scope: searched, limit: 10, text: "needle" }))).flat()
      expect(plan.filter(readsEverything)).toEqual([])
      expect(plan.filter((step) => step.includes("USE TEMP B-TREE"))).toEqual([])
    }
  })

  it("what waits to be indexed is found without a look at what is indexed, newest first without sorting", () => {
    const explained = [...namedStatements("search", search)].filter(([name]) => !name.includes("by: nothing"))
    for (const [name, each] of explained) {
      const plan = planOf(each.render(sqliteDialect).sql)
      expect(slow([plan]), `${name}: ${plan.join("\n")}`).toEqual([])
      expect(plan.filter(readsEverything), name).toEqual([])
    }
    // By their numbers, and not by an index of all rows of the project.
    for (const projects of ["project", "all"] as const) {
      for (const [table, candidates] of [
        ["session", search.titleCandidates],
        ["part", search.partCandidates],
      ] as const) {
        const variant = { by: "new", scope: projects, ...searchFilterVariant({ author: "ann", role: "user" }) } as const
        const plan = planOf(candidates(variant).render(sqliteDialect).sql)
        expect(plan[0]).toBe(`SEARCH ${table} USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)`)
      }
    }
  })

  it("statistics look at no settled session, and at messages of hot ones only: they are sums that are kept", async () => {
    for (const where of [scope, everything]) {
      const plans = [
        ...(await plansOf((each) => each.statistics(where))),
        ...(await plansOf((each) => each.statisticsBy({ scope: where, by: "day" }))),
        ...(await plansOf((each) => each.statisticsBy({ scope: where, by: "project" }))),
      ]
      const steps = plans.flat()
      // The sums of all projects are all that are kept: there are no more for more sessions.
      const tables =
        where === everything ? "session|message|session_usage" : "session|message|session_usage|usage_total"
      const scan = new RegExp(`^SCAN (${tables})\\b`)
      expect(steps.filter((step) => scan.test(step) && !readsHot(step))).toEqual([])
      expect(steps.filter((step) => /^SEARCH session\b/.test(step) && !readsHot(step))).toEqual([])
    }
  })

  it("only the count of each project's sessions looks at every session, and at no message or part", async () => {
    const plans = await plansOf((each) => each.listProjects())
    expect(plans.flat().filter((step) => /^(SCAN|SEARCH) (message|part)\b/.test(step))).toEqual([])
  })
})
