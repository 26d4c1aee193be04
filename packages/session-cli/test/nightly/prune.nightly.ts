import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { openSessionStore } from "@opencode/session-core"
import { provider as mysql } from "@opencode/session-mysql"
import { connectAsAdministrator, createDatabase, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { CommandLine } from "../command-line.ts"

const reportMemory = new URL("./report-memory.mjs", import.meta.url).href

/** What the command may have at most, MB; it runs with a heap of at most 512. */
const mostMemory = 300
const originals = 100
/** Of each, with its message and its part: minutes of creating them are spared. */
const copies = 1_000

describeServers("on a server", (server) => {
  test(`${(originals * copies).toLocaleString("en")} deleted sessions are removed in little memory`, async () => {
    await using commandLine = await CommandLine.create()
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const environment = {
      OPENCODE_SESSION_PROVIDER_TYPE: "mysql",
      OPENCODE_MYSQL_DSN: database.dsn(),
      SESSION_MEMORY_FILE: join(commandLine.root, "memory"),
    }
    const { directory } = commandLine
    const store = await openSessionStore({
      directory,
      environment: { ...commandLine.environment, ...environment },
      providers: [mysql],
    })
    for (let index = 0; index < originals; index += 1) {
      const { id } = await store.sessions.create({ title: `Session ${index}` })
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Words" }] })
      await store.sessions.delete(id)
    }
    await store.close()
    const administrator = await connectAsAdministrator(server)
    onTestFinished(() => administrator.end())
    await administrator.query(`USE \`${database.name}\``)
    for (const [table, key] of [
      ["session", "id"],
      ["message", "session_id"],
      ["part", "session_id"],
    ] as const) {
      await repeat(administrator, table, key)
    }
    await administrator.query("UPDATE session SET deleted_at = deleted_at - 2 * 86400000")
    const began = performance.now()
    const pruning = commandLine.start(["prune", "--older-than", "1d", "--everybody", "--json"], environment, [
      ...["--max-old-space-size=512", "--import", reportMemory],
    ])
    pruning.stdin.end()
    pruning.stderr.pipe(process.stderr)
    let output = ""
    for await (const chunk of pruning.stdout.setEncoding("utf8")) output += chunk
    const seconds = Math.round((performance.now() - began) / 1000)
    expect(JSON.parse(output).sessions).toHaveLength(originals * copies)
    const [rows] = await administrator.query("SELECT id FROM session LIMIT 1")
    expect(rows).toEqual([])
    const megabytes = Number(await readFile(environment.SESSION_MEMORY_FILE, "utf8"))
    console.log(`prune, ${server.kind}: ${megabytes} MB, ${seconds} s`)
    expect(megabytes).toBeLessThan(mostMemory)
  })
})

/** Copies all rows of a table, each time with another id of the session. */
async function repeat(
  connection: Awaited<ReturnType<typeof connectAsAdministrator>>,
  table: string,
  key: string,
): Promise<void> {
  const [, fields] = await connection.query(`SELECT * FROM ${table} LIMIT 1`)
  const names = fields.map(({ name }) => name).filter((name) => name !== "number")
  await connection.query(
    `INSERT INTO ${table} (${names.join(", ")})
     WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < ${copies - 1})
     SELECT ${names.map((name) => (name === key ? `concat(${name}, '_', copy.number)` : `${table}.${name}`)).join(", ")}
     FROM ${table}, copy`,
  )
}
