import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  startServer,
  type TestDatabase,
} from "session-test-servers/mysql"
import { sampleFile } from "session-test-support/large-sample"
import { expect, onTestFinished, test } from "vitest"
import { byFile, colleague } from "./support/colleague.ts"
import { checksOf, doctor } from "./support/doctor.ts"
import { openFilteredPort } from "./support/filtered-port.ts"

/*
 * The document's troubleshooting, line by line, as somebody meets it who runs the command: which error, what it says to do,
 * how it exits, and that nobody waits longer than the configured time-out.
 */

/** Seconds. */
const connectionTimeout = 6
/** For a command that must not wait for it, however slow the machine is. */
const longTimeout = 120

const seconds = (since: number): number => (performance.now() - since) / 1000

/**
 * How long a command may take that waits for the time-out once, seconds. What a process needs to start and to end is measured,
 * since it depends on what else the machine does. On an idle one, twice the time-out is too long.
 */
async function longest(): Promise<number> {
  await using commandLine = await colleague(byFile({ dsn: "me@tcp(127.0.0.1:1)/opencode" }))
  const started = performance.now()
  await commandLine.run("--version")
  return connectionTimeout + 3 + 6 * seconds(started)
}

interface Failing {
  code: string
  exitCode: number
  /** Of the message, and of the hint. */
  says: RegExp
  advises: RegExp
}

/** Runs a command that must fail so before the time-out is over. */
async function fails(dsn: string, failing: Failing, ...command: string[]): Promise<void> {
  expect(await timeToFail({ dsn, connectionTimeout: longTimeout }, failing, command)).toBeLessThan(longTimeout)
}

/** Runs a command that must fail so when the time-out is over. */
async function timesOut(dsn: string, failing: Failing, ...command: string[]): Promise<void> {
  const took = await timeToFail({ dsn, connectionTimeout }, failing, command)
  expect(took).toBeGreaterThan(connectionTimeout - 0.1)
  expect(took).toBeLessThan(await longest())
}

/** Seconds. */
async function timeToFail(
  options: { dsn: string; connectionTimeout: number },
  { code, exitCode, says, advises }: Failing,
  command: string[],
): Promise<number> {
  await using commandLine = await colleague(byFile(options))
  const started = performance.now()
  const { status, stdout, stderr } = await commandLine.run(...command, "--json")
  const took = seconds(started)
  const { error } = JSON.parse(stderr)
  expect(error).toEqual({ code, message: expect.stringMatching(says), hint: expect.stringMatching(advises) })
  expect({ status, stdout }).toEqual({ status: exitCode, stdout: "" })
  return took
}

const silent = /the server can be reached from here: .*firewall/
const unreachable = /MySQL is running \(mysql -h .* -u .* -p\), and that no firewall/

describeServers("connection errors", (server) => {
  const fresh = async (options: { privileges?: string } = {}): Promise<TestDatabase> => {
    const database = await createDatabase(server, options)
    onTestFinished(() => database.drop())
    return database
  }
  const at = ({ user, password, name }: { user: string; password: string; name: string }) =>
    `${user}:${password}@tcp(${server.host}:${server.port})/${name}?parseTime=true`

  test("a wrong password", async () => {
    const database = await fresh()
    await fails(
      at({ ...database, password: "hunter2" }),
      {
        code: "authentication_failed",
        exitCode: 4,
        says: /^(?!.*hunter2)The server refused the user or the password\. \(mysql:\/\//,
        advises: /Check user and password in the configuration/,
      },
      "list",
    )
  })

  test("a database that is not there", async () => {
    const database = await fresh()
    const name = `${database.name}_missing`
    await administrate(server, `GRANT ALL PRIVILEGES ON \`${name}\`.* TO '${database.user}'@'%'`)
    await fails(
      at({ ...database, name }),
      { code: "database_not_found", exitCode: 4, says: /no such database/, advises: /CREATE DATABASE/ },
      "list",
    )
  })

  test("a database that the user may not see", async () => {
    await fails(
      at(await fresh({ privileges: "" })),
      { code: "access_denied", exitCode: 4, says: /no right on the database/, advises: /GRANT/ },
      "list",
    )
  })

  const all = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX", "REFERENCES"]

  test.each(["CREATE", "ALTER", "INDEX"])("a user without %s cannot migrate, and is told so", async (missing) => {
    const database = await fresh({ privileges: all.filter((privilege) => privilege !== missing).join(", ") })
    const dsn = at(database)
    await fails(
      dsn,
      {
        code: "access_denied",
        exitCode: 4,
        says: new RegExp(`lacks the privilege .*${missing}`),
        advises: /GRANT .*CREATE, ALTER, INDEX/,
      },
      "migrate",
    )
    await using commandLine = await colleague(byFile({ dsn }))
    const { status, checks } = await doctor(commandLine)
    expect(checksOf(checks, "privileges")).toBe(`warning: the user cannot migrate: it lacks ${missing}`)
    expect(status).toBe(0)
    // Once it is granted, the migration goes on from where it stopped.
    const pattern = database.name.replaceAll("_", "\\_")
    await administrate(server, `GRANT ${missing} ON \`${pattern}\`.* TO '${database.user}'@'%'`)
    await commandLine.json("migrate")
    expect(checksOf((await doctor(commandLine)).checks, "schema")).toMatch(/^ok: /)
  })

  test("what is behind an error is shown on request, without the password", async () => {
    const database = await fresh()
    await using commandLine = await colleague(byFile({ dsn: at({ ...database, password: "hunter2" }) }))
    commandLine.environment.NODE_DEBUG = "opencode-session"
    const { stderr } = await commandLine.run("list")
    expect(stderr).toContain("errno: 1045")
    expect(stderr).not.toContain("hunter2")
  })
})

describeServers(
  "a server that is out of order",
  (shared) => {
    test("stopped, frozen, full or read-only", async () => {
      const server = await startServer(shared, { arguments: ["--max-connections=10"] })
      onTestFinished(() => server.close())
      const dsn = (await createDatabase(server)).dsn()
      await using writer = await colleague(byFile({ dsn, connectionTimeout }))
      await writer.json("import", sampleFile, "--project", "my-app")

      await administrate(server, "SET GLOBAL read_only = 1")
      const readOnly: Failing = {
        code: "read_only",
        exitCode: 4,
        says: /The server takes no writes/,
        advises: /replica.*server that takes writes/,
      }
      await fails(dsn, readOnly, "rename", "last", "--project", "my-app", "Another title")
      // Its history can still be read.
      expect((await writer.json("list")).sessions).not.toEqual([])
      const looked = await doctor(writer)
      expect(checksOf(looked.checks, "writes")).toBe("error: the server is read-only (read_only)")
      expect(looked.status).toBe(1)
      await administrate(server, "SET GLOBAL read_only = 0")

      const others: Awaited<ReturnType<typeof connectAsAdministrator>>[] = []
      for (let full = false; !full; ) {
        // Administrators have one place more than everybody else.
        await connectAsAdministrator(server).then(
          (connection) => others.push(connection),
          () => {
            full = true
          },
        )
      }
      const tooMany: Failing = {
        code: "too_many_connections",
        exitCode: 5,
        says: /The server has reached its limit of connections/,
        advises: /max_connections.*maxConnections/,
      }
      await timesOut(dsn, tooMany, "list")
      for (const connection of others) connection.destroy()

      await server.pause()
      const frozen: Failing = { code: "timeout", exitCode: 5, says: /did not answer in time/, advises: silent }
      await timesOut(dsn, frozen, "list")
      await server.resume()

      await server.stop()
      const stopped: Failing = { code: "unavailable", exitCode: 5, says: /refuses connections/, advises: unreachable }
      await fails(dsn, stopped, "list")
      const { status, checks } = await doctor(writer)
      expect(status).toBe(1)
      // Told once, although two checks met it.
      expect(checks.filter((check) => check.status === "error")).toMatchObject([
        { name: "server", message: expect.stringContaining("refuses connections"), hint: expect.anything() },
      ])
      // Many processes, one after the other: longer than tests usually take, where the machine is busy.
    })
  },
  { startable: true },
)

test("a firewall that swallows packets: it takes as long as the time-out says, and `doctor` no longer", async () => {
  const { port, close } = await openFilteredPort()
  onTestFinished(close)
  const dsn = `me:hunter2@tcp(127.0.0.1:${port})/opencode?parseTime=true`
  const filtered: Failing = { code: "timeout", exitCode: 5, says: /did not answer in time/, advises: silent }
  await using commandLine = await colleague(byFile({ dsn, connectionTimeout }))
  const started = performance.now()
  // Both only wait.
  const [{ checks }] = await Promise.all([doctor(commandLine), timesOut(dsn, filtered, "list")])
  expect(seconds(started)).toBeLessThan(await longest())
  expect(checksOf(checks, "server")).toMatch(/^error: The server did not answer in time/)
})
