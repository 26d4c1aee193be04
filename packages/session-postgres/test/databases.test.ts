import { connectAsAdministrator, createDatabase, describeServers } from "session-test-servers/postgres"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { apply, create, message, scope, text } from "./support/fresh-store.ts"
import { optionsOf } from "./support/options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }

describeServers("databases that an administrator made in their own way", (server) => {
  /** A database, made by the words after its name. */
  async function databaseWith(words: string): Promise<string> {
    const { name, url, user, drop } = await createDatabase(server)
    const administrator = await connectAsAdministrator(server)
    onTestFinished(async () => {
      await drop()
      await administrator.end()
    })
    await administrator.query(`DROP DATABASE ${name}`)
    await administrator.query(`CREATE DATABASE ${name} OWNER ${user} TEMPLATE template0 ${words}`)
    return url
  }

  async function storeAt(url: string) {
    const store = await provider.open(optionsOf({ url }), context)
    onTestFinished(() => store.close())
    return store
  }

  test("the order of a language changes no list and no search", async () => {
    const store = await storeAt(await databaseWith("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'"))
    await store.migrate()
    const ids = ["B", "a", "İ", "i", "I", "ı", "Z", "z", "é", "E", "e\u0301", "_", "-"]
    for (const id of ids) await apply(store, id, [create(`TITLE ${id}`), message("m"), text("m", "p", `x${id}y TITLE`)])
    const { sessions } = await store.listSessions({ scope, state: "active", limit: 99 })
    expect(sessions.map(({ id }) => id).sort()).toEqual([...ids].sort())
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.listSessions({ scope, state: "active", limit: 3, cursor })
      paged.push(...page.sessions.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged.sort()).toEqual([...ids].sort())
    const found = await store.search({ scope, text: "title", limit: 99 })
    expect(found.hits).toHaveLength(2 * ids.length)
  })

  test("an encoding that lacks characters is refused before anything is stored", async () => {
    const store = await storeAt(await databaseWith("ENCODING 'LATIN1' LOCALE 'C'"))
    await expect(store.migrate()).rejects.toMatchObject({ code: "unsupported", hint: expect.stringContaining("UTF8") })
  })

  test("settings of the user that would change results change none", async () => {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const administrator = await connectAsAdministrator(server)
    onTestFinished(() => administrator.end())
    const settings = {
      search_path: "nowhere",
      default_transaction_isolation: "serializable",
      default_transaction_read_only: "on",
      extra_float_digits: "-15",
      client_encoding: "LATIN1",
      statement_timeout: "1",
      standard_conforming_strings: "off",
      transform_null_equals: "on",
    }
    for (const [name, value] of Object.entries(settings)) {
      await administrator.query(`ALTER ROLE ${database.user} SET ${name} = '${value}'`)
    }
    const store = await storeAt(database.url)
    await store.migrate()
    const cost = 0.123456789012345
    await apply(store, "s", [create("é\\'"), message("m", cost), text("m", "p", "世界")])
    expect(await store.getSession({ scope, sessionId: "s" })).toMatchObject({ title: "é\\'" })
    const { messages } = await store.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 9 })
    expect(messages).toMatchObject([{ usage: { cost }, parts: [{ data: { text: "世界" } }] }])
  })

  test("two schemas of one database are two stores", async () => {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const administrator = await connectAsAdministrator(server, { database: database.name })
    onTestFinished(() => administrator.end())
    await administrator.query(`CREATE SCHEMA "My history" AUTHORIZATION ${database.user}`)
    const here = await storeAt(database.url)
    const there = await provider.open(optionsOf({ url: database.url, schema: "My history" }), context)
    onTestFinished(() => there.close())
    await here.migrate()
    await there.migrate()
    await apply(there, "s", [create()])
    expect(await here.getSession({ scope, sessionId: "s" })).toBeNull()
    expect(await there.getSession({ scope, sessionId: "s" })).toMatchObject({ id: "s" })
    const { checks } = await there.check()
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
  })

  test("tables of another program are left as they are", async () => {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const administrator = await connectAsAdministrator(server, { database: database.name })
    onTestFinished(() => administrator.end())
    await administrator.query("CREATE TABLE session (id text)")
    const store = await storeAt(database.url)
    await expect(store.migrate()).rejects.toMatchObject({ code: "foreign_database" })
    const { rows } = await administrator.query(
      "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public'",
    )
    expect(rows).toEqual([{ count: 1 }])
  })
})
