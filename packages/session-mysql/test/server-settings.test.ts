import { expect, onTestFinished, test } from "vitest"
import { administrate, connectAsAdministrator, createDatabase, describeServers } from "./servers/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

const odd = `quotes ' " \` backslash \\ \\' percent % NUL \0 end of file \u001a 😀 e\u0301 trailing blanks  `

describeServers("a server's own settings", (server) => {
  test.each([
    ["ANSI_QUOTES", { sql_mode: "'ANSI_QUOTES'" }],
    ["NO_BACKSLASH_ESCAPES", { sql_mode: "'NO_BACKSLASH_ESCAPES'" }],
    [
      "an empty sql_mode and latin1",
      { sql_mode: "''", character_set_server: "latin1", collation_server: "latin1_swedish_ci" },
    ],
    [
      "everything strict, SERIALIZABLE",
      { sql_mode: "'ANSI,TRADITIONAL'", [isolation(server.version)]: "'SERIALIZABLE'" },
    ],
  ])("%s: values come back as they were", async (_, settings: Record<string, string>) => {
    const before = await readGlobals(Object.keys(settings))
    onTestFinished(() => setGlobals(before))
    await setGlobals(settings)
    const { provider } = await freshStore(server, {}, await createDatabase(server))
    await apply(provider, "s", [
      create(odd),
      message("m", 0.1),
      text("m", "p", odd),
      text("m", "P ", "other"),
      text("m", "p ", "third"),
    ])
    expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ title: odd, usage: { cost: 0.1 } })
    const { messages } = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 10 })
    expect(messages[0]?.parts.map(({ id, data }) => [id, data.text])).toEqual([
      ["p", odd],
      ["P ", "other"],
      ["p ", "third"],
    ])
    expect((await provider.search({ scope, text: `"\` BACKSLASH \\ \\'" "e\u0301"`, limit: 10 })).hits).toHaveLength(2)
  })

  const setGlobals = (settings: Record<string, string>) =>
    administrate(server, ...Object.entries(settings).map(([name, value]) => `SET GLOBAL ${name} = ${value}`))

  async function readGlobals(names: string[]): Promise<Record<string, string>> {
    const connection = await connectAsAdministrator(server)
    try {
      const [rows] = await connection.query(`SELECT ${names.map((name) => `@@GLOBAL.${name} AS ${name}`).join(", ")}`)
      const [row = {}] = rows as Record<string, string>[]
      return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, `'${value}'`]))
    } finally {
      await connection.end()
    }
  }
})

const isolation = (version: string) => (/mariadb/i.test(version) ? "tx_isolation" : "transaction_isolation")
