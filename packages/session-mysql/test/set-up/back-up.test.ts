import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import type { SessionProvider } from "@opencode/session-core/provider"
import { administrate, describeServers, dsnOf, startServer } from "session-test-servers/mysql"
import { apply, create, message, scope, text } from "session-test-suites/fresh-changes"
import { documentedCommands, documentedStatements } from "session-test-support/mysql-documentation"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../../src/index.ts"
import { optionsOf } from "../support/options-of.ts"

const account = { user: "opencode_user", password: "secure_password", database: "opencode" }
const odd = "quotes ' \" ` backslash \\ percent % NUL \0 😀 e\u0301"
const run = promisify(execFile)

describeServers(
  "the documented back-up",
  (shared) => {
    const installation = shared.launcher?.type === "program" ? shared.launcher.installation : null
    const clients = installation?.clients ?? null

    test.skipIf(clients === null)("of a server with GTIDs has all sessions in it when it is restored", async () => {
      const hosted =
        shared.kind === "mysql" ? ["--gtid-mode=ON", "--enforce-gtid-consistency=ON"] : ["--max-allowed-packet=64M"]
      const server = await startServer(shared, { arguments: ["--log-bin", "--server-id=1", ...hosted] })
      const folder = await mkdtemp(join(tmpdir(), "opencode-back-up-"))
      onTestFinished(async () => {
        await server.close()
        await rm(folder, { recursive: true })
      })
      await administrate(server, ...documentedStatements("By hand"))
      const open = () =>
        provider.open(optionsOf({ dsn: dsnOf({ ...account, host: server.host, port: server.port }) }), {
          dataDirectory: "/nowhere",
          environment: {},
        })

      const before = await open()
      await before.migrate()
      await apply(before, odd.replaceAll("\0", ""), [create(odd), message("m"), text("m", "p", odd)])
      // As dumped, each character takes two bytes or more: more than a client takes by default.
      await apply(before, "large", [create(), message("m"), text("m", "p", `'"\\\n`.repeat(2_000_000))])
      const stored = await everythingIn(before)
      expect(stored).toHaveLength(1 + 2 * 3)
      await before.close()

      const settings = { host: server.host, port: server.port, user: account.user, password: account.password }
      const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
      await writeFile(join(folder, ".my.cnf"), ["[client]", "protocol=tcp", ...lines, ""].join("\n"), { mode: 0o600 })
      const [dump, client] = shared.kind === "mysql" ? ["mysqldump", "mysql"] : ["mariadb-dump", "mariadb"]
      const type = async (program: string) => {
        const [command] = documentedCommands("Back up", program)
        if (command === undefined) throw new Error(`docs/mysql.md does not say how to back up with ${program}.`)
        await run("sh", ["-c", command], {
          cwd: folder,
          env: { HOME: folder, PATH: `${clients}:${process.env.PATH}` },
          maxBuffer: 1e6,
        })
      }
      await type(dump)
      await administrate(
        server,
        "DROP DATABASE opencode",
        ...documentedStatements("By hand").filter((statement) => statement.startsWith("CREATE DATABASE")),
      )
      await type(client)

      const after = await open()
      expect(await after.migrate()).toMatchObject({ applied: [], pending: [] })
      expect(await everythingIn(after)).toEqual(stored)
      await after.close()
    })
  },
  { startable: true },
)

/** All that the store gives, and how long the texts are: a difference of 16 MB is not to be printed. */
async function everythingIn(store: SessionProvider): Promise<unknown[]> {
  const { sessions } = await store.listSessions({ scope, state: "active", limit: 10 })
  const found: unknown[] = [sessions]
  for (const { id } of sessions) {
    let page: Awaited<ReturnType<SessionProvider["changes"]>> = { changes: [], since: 0, complete: false }
    while (!page.complete) {
      page = await store.changes({ scope, sessionId: id, since: page.since, limit: 100 })
      for (const change of page.changes) {
        const written = JSON.stringify(change)
        found.push(written.length > 10_000 ? [written.length, hashOf(written)] : change)
      }
    }
  }
  return found
}

const hashOf = (written: string): string => createHash("sha256").update(written).digest("hex")
