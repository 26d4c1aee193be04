import type { SessionProvider } from "@opencode/session-core/provider"
import { createDatabase, describeServers } from "session-test-servers/mysql"
import { firstStatementOf, type RefusingProxyOptions, startRefusingProxy } from "session-test-servers/mysql-proxy"
import { apply, create, message, scope, text } from "session-test-suites/fresh-changes"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { optionsOf } from "./support/options-of.ts"

/*
 * What proxies and hosted servers refuse, with the errors that they are known to give. Emulated before a real server: none of
 * them can be had for a test.
 */

interface Refusing extends RefusingProxyOptions {
  name: string
  /** What the check of a proxy says. */
  warns: RegExp
}

const refusing = (pattern: RegExp, number: number, words: string, state?: string) => (sent: string) =>
  pattern.test(sent) ? { number, message: words, ...(state === undefined ? {} : { state }) } : undefined

const noLock = refusing(
  /get_lock/i,
  1105,
  "Percona-XtraDB-Cluster prohibits use of GET_LOCK with pxc_strict_mode = ENFORCING",
)
const noForeignKey = refusing(/foreign key/i, 1105, "VT10001: foreign key constraints are not allowed")
const noUserVariable = refusing(/@opencode_number/i, 1235, "This version does not yet support 'user variables'")
const noName = refusing(/@@hostname/i, 1193, "Unknown system variable 'hostname'")

const passable: Refusing[] = [
  { name: "GET_LOCK (Percona XtraDB Cluster)", refuse: noLock, warns: /refuses GET_LOCK/ },
  { name: "foreign keys (Vitess)", refuse: noForeignKey, warns: /refuses foreign keys/ },
  {
    name: "foreign keys (by their own number)",
    warns: /refuses foreign keys/,
    refuse: refusing(/foreign key/i, 8108, "Unsupported type FOREIGN KEY"),
  },
  { name: "several statements in a packet (refused as syntax)", singleStatements: true, warns: /several statements/ },
  {
    name: "several statements in a packet (refused by number)",
    warns: /several statements/,
    refuse: (sent) =>
      firstStatementOf(sent) === sent
        ? undefined
        : { number: 8130, message: "client has multi-statement capability disabled" },
  },
  {
    name: "several statements in a packet (all but the first are dropped)",
    firstStatementOnly: true,
    warns: /several statements/,
  },
  {
    name: "a SELECT on a connection with settings of its own (ProxySQL)",
    warns: /SELECT outside of a transaction/,
    refuse: refusing(
      /^\s*select/i,
      9006,
      "ProxySQL Error: connection is locked to hostgroup 10 but trying to reach hostgroup 20",
      "Y0000",
    ),
  },
  { name: "the names of servers", refuse: noName, warns: /^$/ },
  {
    name: "all of it at once",
    warns: /several statements.*foreign keys.*GET_LOCK/,
    singleStatements: true,
    refuse: (sent) => noLock(sent) ?? noForeignKey(sent) ?? noName(sent),
  },
  { name: "user variables", refuse: noUserVariable, warns: /user variables/ },
  {
    name: "user variables, foreign keys and several statements",
    warns: /several statements.*user variables.*foreign keys/,
    singleStatements: true,
    refuse: (sent) => noUserVariable(sent) ?? noForeignKey(sent),
  },
]

describeServers("a proxy that refuses", (server) => {
  const context = { dataDirectory: "/nowhere", environment: {} }

  async function openThrough(options: RefusingProxyOptions) {
    const database = await createDatabase(server)
    const proxy = await startRefusingProxy(server, options)
    const opened: SessionProvider[] = []
    onTestFinished(async () => {
      for (const each of opened) await each.close()
      await proxy.close()
      await database.drop()
    })
    return async () => {
      const each = await provider.open(optionsOf({ dsn: database.dsn({ port: proxy.port }) }), context)
      opened.push(each)
      return each
    }
  }

  test.each(passable)("$name: sessions are written and read as anywhere", async (options) => {
    const open = await openThrough(options)
    const store = await open()
    expect(await store.migrate()).toMatchObject({ pending: [] })
    expect(await apply(store, "s", [create(), message("m"), text("m", "p", "a word")], { id: "first" })).toBe(3)
    // Another process, which has not seen what was refused while the schema was made, and writes before it reads.
    const other = await open()
    await expect(apply(await open(), "s", [text("missing", "p", "x")])).rejects.toMatchObject({ code: "not_found" })
    expect(await apply(other, "s", [text("m", "q", "x")], { id: "second" })).toBe(4)
    expect((await other.migrate()).pending).toEqual([])
    expect(await apply(other, "s", [text("m", "q", "x")], { id: "second" }), "the receipt").toBe(4)
    await expect(apply(other, "s", [text("missing", "p", "x")])).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("missing"),
    })
    const removed = [{ type: "message.remove", messageId: "m" } as const, text("m", "r", "x")]
    await expect(apply(other, "s", removed)).rejects.toMatchObject({ code: "not_found" })
    await expect(apply(other, "nobody", [text("m", "p", "x")])).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("no session nobody"),
    })
    await expect(apply(other, "s", [text("m", "p", "x")], { expectedRevision: 1 })).rejects.toMatchObject({
      code: "conflict",
      actualRevision: 4,
    })
    await expect(apply(other, "s", [create()])).rejects.toMatchObject({ code: "already_exists" })
    const puts = await Promise.all(
      Array.from({ length: 12 }, (_, index) => apply(index % 2 ? store : other, "s", [message(`n${index}`)])),
    )
    expect(puts.sort((left, right) => left - right)).toEqual(Array.from({ length: 12 }, (_, index) => index + 5))
    expect(await store.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 16, messageCount: 13 })
    const { messages } = await store.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1 })
    expect(messages[0]?.parts.map(({ id }) => id)).toEqual(["p", "q"])
    expect((await other.changes({ scope, sessionId: "s", since: 14, limit: 10 })).changes).toHaveLength(2)
    expect((await store.search({ scope, text: "word", limit: 5 })).hits).toHaveLength(1)
    const { checks } = await store.check()
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
    expect(checks.find(({ name }) => name === "proxy")?.message ?? "").toMatch(options.warns)
    expect(await apply(store, "s", [{ type: "session.delete" }])).toBe(17)
    expect(await store.prune({ scope, deletedBefore: Date.now() + 60_000, user: null })).toEqual({ sessions: ["s"] })
  })

  test("changes of the schema: the error says so, and what to do", async () => {
    const open = await openThrough({ refuse: refusing(/^\s*(?:create|alter)/i, 1105, "direct DDL is disabled") })
    await expect((await open()).migrate()).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/changes of the schema.*direct DDL is disabled/),
      hint: expect.stringContaining("opencode-session migrate"),
    })
  })
})
