import type { SessionProvider } from "@opencode/session-core/provider"
import {
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type TestDatabase,
} from "session-test-servers/postgres"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { apply, create } from "./support/fresh-store.ts"
import { optionsOf } from "./support/options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }

describeServers("what goes wrong, and which error says so", (server) => {
  async function storeAt(url: string): Promise<SessionProvider> {
    const store = await provider.open(optionsOf({ url, connectionTimeout: 5 }), context)
    onTestFinished(() => store.close())
    return store
  }

  async function fresh(): Promise<TestDatabase> {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    return database
  }

  test("the server is not running", async () => {
    const store = await storeAt("postgres://me:hunter2@127.0.0.1:1/d")
    await expect(store.migrate()).rejects.toMatchObject({ code: "unavailable", hint: expect.stringContaining("psql") })
  })

  test("the host is not known", async () => {
    const store = await storeAt("postgres://me:hunter2@no-such-host.invalid/d")
    await expect(store.migrate()).rejects.toMatchObject({ code: "unavailable" })
  })

  test("wrong password: nothing shows it", async () => {
    const { url, password } = await fresh()
    const store = await storeAt(url.replace(password, "hunter2"))
    const error = await store.migrate().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: "authentication_failed", hint: expect.stringContaining("password") })
    expect(String(error)).not.toContain("hunter2")
  })

  test("no password where the server asks for one", async () => {
    const { url, password } = await fresh()
    await expect((await storeAt(url.replace(`:${password}`, ""))).migrate()).rejects.toMatchObject({
      code: "authentication_failed",
    })
  })

  test("no such database", async () => {
    const { url } = await fresh()
    await expect((await storeAt(`${url}_missing`)).migrate()).rejects.toMatchObject({ code: "database_not_found" })
  })

  test("no such schema", async () => {
    const { url } = await fresh()
    await expect((await storeAt(`${url}?schema=nowhere`)).migrate()).rejects.toMatchObject({
      code: "database_not_found",
      message: expect.stringContaining("nowhere"),
    })
  })

  test("another user's database", async () => {
    const [mine, other] = [await fresh(), await fresh()]
    await expect((await storeAt(mine.url.replace(/[^/]*$/, other.name))).migrate()).rejects.toMatchObject({
      code: "access_denied",
    })
  })

  test("a user who may read and write rows is enough, and `check` says that it cannot migrate", async () => {
    const owner = await fresh()
    const user = await fresh()
    const administrator = await connectAsAdministrator(server, { database: owner.name })
    onTestFinished(() => administrator.end())
    const url = user.url.replace(/[^/]*$/, owner.name)
    await administrator.query(`GRANT CONNECT ON DATABASE ${owner.name} TO ${user.user}`)
    await expect((await storeAt(url)).migrate()).rejects.toMatchObject({ code: "access_denied" })
    await (await storeAt(owner.url)).migrate()
    const lacking = (await (await storeAt(url)).check()).checks.find(({ name }) => name === "privileges")
    expect(lacking).toMatchObject({ status: "error", message: expect.stringContaining("SELECT on session") })
    await administrator.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${user.user}`)
    await administrator.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${user.user}`)
    const store = await storeAt(url)
    expect(await store.migrate()).toMatchObject({ pending: [] })
    expect(await apply(store, "s", [create()])).toBe(1)
    const { checks } = await store.check()
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
    expect(checks.find(({ name }) => name === "privileges")).toMatchObject({
      status: "warning",
      message: expect.stringContaining("cannot migrate"),
    })
    await administrator.query(`REVOKE USAGE ON ALL SEQUENCES IN SCHEMA public FROM ${user.user}`)
    await administrator.query(`REASSIGN OWNED BY ${user.user} TO ${owner.user}`)
    await administrator.query(`DROP OWNED BY ${user.user}`)
  })

  test("a healthy server has no warning but for what was chosen for the tests", async () => {
    const store = await storeAt((await fresh()).url)
    await store.migrate()
    const { checks } = await store.check()
    const bad = checks.filter(({ status, name }) => status !== "ok" && name !== "durability")
    expect(bad).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "server",
        "TLS",
        "latency",
        "clock",
        "characters",
        "writes",
        "privileges",
        "search",
        "pool",
      ]),
    )
  })
})
