import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { SessionProvider } from "@opencode/session-core/provider"
import { administrate, createDatabase, describeServers } from "session-test-servers/mysql"
import { apply, create } from "session-test-suites/fresh-changes"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { optionsOf } from "./support/options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "passwords-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describeServers("a password that changes", (server) => {
  async function fresh() {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const { name, user, password } = database
    const folder = await temporaryFolder()
    return {
      password,
      user,
      parameters: { host: server.host, port: server.port, database: name, username: user },
      dsnWithoutPassword: `${user}@tcp(${server.host}:${server.port})/${name}`,
      file: join(folder, "secret"),
      folder,
      /** As when it is rotated: who is connected stays so. */
      change: (newPassword: string) => administrate(server, `ALTER USER '${user}'@'%' IDENTIFIED BY '${newPassword}'`),
    }
  }

  async function open(options: Parameters<typeof optionsOf>[0], environment = {}): Promise<SessionProvider> {
    const store = await provider.open(
      optionsOf({ maxConnections: 8, connectionTimeout: 20, ...options }, environment),
      context,
    )
    onTestFinished(() => store.close())
    return store
  }

  /** More calls than there are connections: some have to log in. */
  const use = (store: SessionProvider) => Promise.all(Array.from({ length: 8 }, () => store.listProjects()))

  test("a file is read for each new connection, and its last line break does not count", async () => {
    const { password, parameters, file, change } = await fresh()
    await writeFile(file, `${password}\r\n`)
    const store = await open({ ...parameters, passwordFile: file })
    await store.migrate()
    await change("rotated ")
    await writeFile(file, "rotated \n")
    expect(await use(store)).toHaveLength(8)
  })

  test("a file that is changed after the server: calls wait for it, none fails, and only then", async () => {
    const { password, parameters, file, change } = await fresh()
    await writeFile(file, password)
    const store = await open({ ...parameters, passwordFile: file })
    await store.migrate()
    await change("rotated")
    const calls = use(store)
    // Emptied first, as by an editor or a shell.
    await writeFile(file, "")
    await writeFile(file, "rotated")
    expect(await calls).toHaveLength(8)
    await writeFile(file, "wrong")
    const other = await open({ ...parameters, passwordFile: file })
    await expect(other.migrate()).rejects.toMatchObject({
      code: "authentication_failed",
      message: expect.stringContaining("passwordFile"),
    })
  })

  test("Docker's secrets: OPENCODE_MYSQL_PASSWORD_FILE beside a DSN without a password", async () => {
    const { password, dsnWithoutPassword, file } = await fresh()
    await writeFile(file, `${password}\n`)
    const store = await open({}, { OPENCODE_MYSQL_DSN: dsnWithoutPassword, OPENCODE_MYSQL_PASSWORD_FILE: file })
    expect(await store.migrate()).toMatchObject({ pending: [] })
  })

  test("a command is asked again when the server refuses what it said before, once for all who wait", async () => {
    const { password, dsnWithoutPassword, file, folder, change } = await fresh()
    const runs = join(folder, "runs")
    await writeFile(runs, "")
    await writeFile(file, `${password}\n`)
    const program = `const fs = require("fs"); fs.appendFileSync(${JSON.stringify(runs)}, "x"); process.stdout.write(fs.readFileSync(${JSON.stringify(file)}))`
    const store = await open({ dsn: dsnWithoutPassword, passwordCommand: [process.execPath, "-e", program] })
    await store.migrate()
    await use(store)
    expect(await readFile(runs, "utf8")).toBe("x")
    await change("token 2")
    await writeFile(file, "token 2\n")
    const other = await open({ dsn: dsnWithoutPassword, passwordCommand: [process.execPath, "-e", program] })
    await apply(other, "s", [create()])
    expect(await readFile(runs, "utf8")).toBe("xx")
    await change("token 3")
    await writeFile(file, "token 3\n")
    // One of them has a connection; the others log in, and meet the refusal at once.
    expect(await use(other)).toHaveLength(8)
    expect(await readFile(runs, "utf8")).toBe("xxx")
  })

  // Only the one that never ends has a short time: on a busy machine the others need longer to begin.
  test.each<[string, { program: string; connectionTimeout: number; reason: RegExp }]>([
    [
      "fails",
      {
        program: "console.log('hunter2'); console.error('hunter2'); process.exitCode = 3",
        connectionTimeout: 60,
        reason: /exit code 3/,
      },
    ],
    ["says nothing", { program: "", connectionTimeout: 60, reason: /empty password/ }],
    [
      "never ends",
      {
        program: "console.log('hunter2'); setInterval(() => {}, 1000)",
        connectionTimeout: 2,
        reason: /no password within 1\.5 seconds/,
      },
    ],
    [
      "says too much",
      {
        program: "process.stdout.write('hunter2'.repeat(100000))",
        connectionTimeout: 60,
        reason: /more than 65536 bytes/,
      },
    ],
  ])("a command that %s is named, and nothing of what it wrote is shown", async (_, expected) => {
    const { parameters } = await fresh()
    const { program, connectionTimeout, reason } = expected
    const store = await open({
      ...parameters,
      passwordCommand: [process.execPath, "-e", program],
      connectionTimeout,
    })
    const error = await store.migrate().catch((reason_: unknown) => reason_)
    expect(String(error)).toMatch(/sessionProvider\.mysql\.passwordCommand/)
    expect(String(error)).toMatch(reason)
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain("hunter2")
  })

  test("a file that is missing, empty or a folder is an error that names it", async () => {
    const { parameters, file, folder } = await fresh()
    const failure = async (passwordFile: string) =>
      (await open({ ...parameters, passwordFile })).migrate().catch((reason: unknown) => String(reason))
    expect(await failure(file)).toMatch(/passwordFile cannot be read .*ENOENT/)
    await writeFile(file, "\n")
    expect(await failure(file)).toMatch(/passwordFile gives an empty password/)
    expect(await failure(folder)).toMatch(/it is not a regular file/)
  })

  test("`check` warns of a file that other users may read", async () => {
    const { password, parameters, file } = await fresh()
    await writeFile(file, password, { mode: 0o600 })
    const store = await open({ ...parameters, passwordFile: file })
    const found = async () => (await store.check()).checks.find(({ name }) => name === "password file")
    expect(await found()).toMatchObject({ status: "ok" })
    await chmod(file, 0o644)
    expect(await found()).toMatchObject({ status: "warning", hint: expect.stringContaining("chmod 600") })
  })
})
