import type { Change } from "@opencode/session-core/provider"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  startServer,
} from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

const odd = `quotes ' " \` backslash \\ \\' percent % NUL \0 end of file \u001a 😀 e\u0301 trailing blanks  `
/** Where no control characters are allowed. */
const clean = "quotes ' \" ` backslash \\ percent % 😀 e\u0301"
/** In case, accents, width and trailing blanks. */
const idsThatDiffer = ["p", "P", "p ", "p  ", "ä", "a", "a\u0308", "ｐ", "😀", "😁", "ß", "ss"]

const oddSession = (): Extract<Change, { type: "session.create" }> => ({
  type: "session.create",
  session: {
    projectId: scope.projectId,
    title: odd,
    titleSource: "user",
    parentId: null,
    directory: clean,
    author: { user: clean, host: clean },
    agent: clean,
    model: { providerId: odd, modelId: odd },
    todos: [{ content: odd, status: "pending", priority: "high" }],
    metadata: { [odd]: odd },
    archivedAt: null,
    createdAt: 1,
    deletedAt: null,
    deletionId: null,
  },
})

const oddMessage = (id: string): Extract<Change, { type: "message.put" }> => ({
  type: "message.put",
  message: {
    id,
    role: clean,
    parentId: null,
    agent: clean,
    model: { providerId: odd, modelId: odd },
    usage: { input: 1, output: 2, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.1 },
    error: { name: odd },
    author: { user: clean, host: clean },
    metadata: { [odd]: odd },
    createdAt: 1,
    updatedAt: 1,
    completedAt: 1,
  },
})

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
    const session = oddSession()
    const sizes = [64 * 1024, 1024 * 1024]
    await apply(provider, "s", [
      session,
      oddMessage("m"),
      ...idsThatDiffer.map((id) => text("m", id, `${id}${odd}`)),
      ...sizes.map((size) => text("m", `p${size}`, "😀".repeat(size / 4))),
      { type: "file.put", file: { path: `src/${clean}`, content: odd, createdAt: 1 } },
    ])
    for (const id of idsThatDiffer) await apply(provider, `s-${id}`, [create(id)])
    const { deletedAt: _deletedAt, deletionId: _deletionId, ...fields } = session.session
    expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ ...fields, usage: { cost: 0.1 } })
    for (const id of idsThatDiffer) {
      expect(await provider.getSession({ scope, sessionId: `s-${id}` })).toMatchObject({ id: `s-${id}`, title: id })
    }
    const { messages } = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 10 })
    expect(messages).toMatchObject([oddMessage("m").message])
    expect(messages[0]?.parts.map(({ id, data }) => [id, data.text])).toEqual([
      ...idsThatDiffer.map((id) => [id, `${id}${odd}`]),
      ...sizes.map((size) => [`p${size}`, "😀".repeat(size / 4)]),
    ])
    expect((await provider.listFiles({ scope, sessionId: "s", limit: 10 })).files).toMatchObject([
      { path: `src/${clean}`, content: odd },
    ])
    expect((await provider.search({ scope, text: `"\` BACKSLASH \\ \\'" "e\u0301"`, limit: 20 })).hits).toHaveLength(
      // The title, and the parts.
      1 + idsThatDiffer.length,
    )
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

describeServers(
  "a server that takes packets of 1 MiB",
  (shared) => {
    test("a part above that is refused as too large, and nothing of its batch is written; those below it go on", async () => {
      const server = await startServer(shared, { arguments: ["--max-allowed-packet=1048576"] })
      onTestFinished(() => server.close())
      const { provider } = await freshStore(server, {}, await createDatabase(server))
      await apply(provider, "s", [create()])
      const tooLarge = apply(provider, "s", [message("m"), text("m", "p", "x".repeat(1024 * 1024))])
      await expect(tooLarge).rejects.toMatchObject({
        code: "too_large",
        hint: expect.stringContaining("max_allowed_packet"),
      })
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 1, messageCount: 0 })
      // In all they are longer than a packet: they go in several, and are still one batch.
      const parts = Array.from({ length: 4 }, (_, index) => text("m", `p${index}`, "x".repeat(500_000)))
      expect(await apply(provider, "s", [message("m"), ...parts])).toBe(6)
      await expect(apply(provider, "s", [...parts, text("missing", "p", "x")])).rejects.toMatchObject({
        code: "not_found",
      })
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 6, messageCount: 1 })
    })
  },
  { startable: true },
)

const isolation = (version: string) => (/mariadb/i.test(version) ? "tx_isolation" : "transaction_isolation")
