import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { administrate, describeServers, type RunningServer, startServer } from "session-test-servers/mysql"
import { sampleFile, sampleSessions } from "session-test-support/large-sample"
import { documentedStatements } from "session-test-support/mysql-documentation"
import { afterAll, beforeAll, expect, test } from "vitest"
import { byDsn, byFile, type ColleagueOptions, colleague } from "./support/colleague.ts"
import { checksOf, doctor } from "./support/doctor.ts"

/*
 * What the documentation says about configuring MySQL, as written there, except for the port: the server is a private one.
 */

/** What may not end a DSN, nor a part of it. */
const hardPassword = "p@s:s/w?o#r%d&=+"

const documented: Record<string, ColleagueOptions> = {
  "environment variables": byDsn("user:password@tcp(localhost:3306)/opencode?parseTime=true"),
  "the environment variables for Docker Compose": byDsn(
    "opencode_user:secure_password@tcp(localhost:3306)/opencode?parseTime=true",
  ),
  "a config file with a DSN": {
    configuration: {
      sessionProvider: {
        type: "mysql",
        mysql: { dsn: "user:password@tcp(localhost:3306)/opencode?parseTime=true" },
      },
    },
  },
  "individual connection parameters": {
    configuration: {
      sessionProvider: {
        type: "mysql",
        mysql: {
          host: "localhost",
          port: 3306,
          database: "opencode",
          username: "opencode_user",
          password: "secure_password",
        },
      },
    },
  },
  "pool settings": {
    configuration: {
      sessionProvider: {
        type: "mysql",
        mysql: {
          dsn: "user:password@tcp(localhost:3306)/opencode?parseTime=true",
          maxConnections: 10,
          maxIdleConnections: 5,
          connectionTimeout: 30,
        },
      },
    },
  },
  "a mysql:// URL": byDsn("mysql://user:password@localhost:3306/opencode"),
  "a password full of separators in a DSN": byDsn(`hard:${hardPassword}@tcp(localhost:3306)/opencode?parseTime=true`),
  "such a password in a URL": byDsn(`mysql://hard:${encodeURIComponent(hardPassword)}@localhost:3306/opencode`),
  "such a password by itself": byFile({
    host: "localhost",
    port: 3306,
    database: "opencode",
    username: "hard",
    password: hardPassword,
  }),
  "every parameter of the Go driver that is taken": byDsn(
    `user:password@tcp(localhost:3306)/opencode?${[
      "allowAllFiles=false&allowCleartextPasswords=false&allowFallbackToPlaintext=true&allowNativePasswords=true",
      "allowOldPasswords=false&charset=utf8mb4,utf8&checkConnLiveness=true&clientFoundRows=true",
      "collation=utf8mb4_unicode_ci&columnsWithAlias=true&compress=true&connectionAttributes=team:editors",
      "interpolateParams=true&loc=Europe%2FBerlin&maxAllowedPacket=16777216&multiStatements=true&parseTime=true",
      "readTimeout=20s&rejectReadOnly=true&timeTruncate=1us&timeout=1m30s&tls=false&writeTimeout=500ms",
      "time_zone=%27UTC%27&net_write_timeout=60",
    ].join("&")}`,
  ),
}

const replacePort = (options: ColleagueOptions, port: number): ColleagueOptions =>
  // What comes out is what went in, but for a number.
  JSON.parse(JSON.stringify(options).replaceAll("3306", String(port))) as ColleagueOptions

const hasIpv6 = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .some(({ address }) => address === "::1")

describeServers(
  "the documented configuration, through the command",
  (shared) => {
    let server: RunningServer
    let sessions: unknown

    beforeAll(async () => {
      server = await startServer(shared, { arguments: hasIpv6 ? ["--bind-address=127.0.0.1,::1"] : [] })
      await administrate(
        server,
        ...documentedStatements("By hand"),
        "CREATE USER 'user'@'%' IDENTIFIED BY 'password'",
        "GRANT ALL PRIVILEGES ON opencode.* TO 'user'@'%'",
        `CREATE USER 'hard'@'%' IDENTIFIED BY '${hardPassword}'`,
        "GRANT ALL PRIVILEGES ON opencode.* TO 'hard'@'%'",
      )
      // Somebody of the team was here already. The migrations run by themselves.
      await using first = await at(documented["environment variables"])
      const imported = await first.json("import", sampleFile, "--project", "my-app")
      expect(imported.sessions.created).toBe(sampleSessions)
      sessions = (await first.json("list")).sessions
      expect(sessions).not.toEqual([])
    })

    afterAll(() => server?.close())

    const at = (options: ColleagueOptions | undefined) => colleague(replacePort(options ?? {}, server.port))

    test.each(Object.entries(documented))("%s: a colleague sees the team's sessions", async (_, options) => {
      await using commandLine = await at(options)
      expect((await commandLine.json("list")).sessions).toEqual(sessions)
    })

    test.runIf(hasIpv6)("an IPv6 address", async () => {
      for (const options of [
        byDsn("user:password@tcp([::1]:3306)/opencode?parseTime=true"),
        byFile({ host: "::1", port: 3306, database: "opencode", username: "user", password: "password" }),
      ]) {
        await using commandLine = await at(options)
        expect((await commandLine.json("list")).sessions).toEqual(sessions)
      }
    })

    // A server in Docker has none that could be reached from here.
    test.runIf(shared.socketPath !== null)("a unix socket", async () => {
      for (const options of [
        byDsn(`user:password@unix(${server.socketPath})/opencode?parseTime=true`),
        byFile({ socketPath: server.socketPath, database: "opencode", username: "user", password: "password" }),
      ]) {
        await using commandLine = await colleague(options)
        expect((await commandLine.json("list")).sessions).toEqual(sessions)
      }
    })

    test("the pool has the documented defaults, and the settings that are given", async () => {
      await using byDefault = await at(documented["environment variables"])
      expect(checksOf((await doctor(byDefault)).checks, "pool")).toMatch(/of 10 connections.*at most 5.*at most 30 s/)
      const dsn = "user:password@tcp(localhost:3306)/opencode"
      await using changed = await at(byFile({ dsn, maxConnections: 4, maxIdleConnections: 2, connectionTimeout: 7 }))
      expect(checksOf((await doctor(changed)).checks, "pool")).toMatch(/of 4 connections.*at most 2.*at most 7 s/)
    })

    test("a DSN wins over single parameters, and `doctor` says which have no effect", async () => {
      const dsn = "user:password@tcp(localhost:3306)/opencode?parseTime=true"
      await using commandLine = await at(byFile({ dsn, host: "elsewhere.invalid", username: "nobody" }))
      expect((await commandLine.json("list")).sessions).toEqual(sessions)
      const { status, checks } = await doctor(commandLine)
      expect(checksOf(checks, "configuration")).toContain(
        "warning: sessionProvider.mysql.dsn wins over sessionProvider.mysql.host, sessionProvider.mysql.username",
      )
      expect(status).toBe(0)
    })

    test("the environment's DSN wins over the file's", async () => {
      const { configuration } = byFile({ dsn: "user:wrong@tcp(localhost:3306)/elsewhere" })
      const { environment } = byDsn("user:password@tcp(localhost:3306)/opencode")
      await using commandLine = await at({
        ...(environment && { environment }),
        ...(configuration && { configuration }),
      })
      expect((await commandLine.json("list")).sessions).toEqual(sessions)
      expect(checksOf((await doctor(commandLine)).checks, "configuration")).toContain(
        "OPENCODE_MYSQL_DSN wins over sessionProvider.mysql.dsn",
      )
    })

    test("a DSN alone does not switch the type: sessions stay in SQLite", async () => {
      await using commandLine = await at({
        environment: { OPENCODE_MYSQL_DSN: "user:password@tcp(localhost:3306)/opencode?parseTime=true" },
      })
      expect((await commandLine.json("list")).sessions).toEqual([])
    })

    test("no password is shown by anything that describes the configuration", async () => {
      await using commandLine = await at(documented["such a password by itself"])
      for (const command of [["config"], ["config", "--json"], ["doctor"], ["doctor", "--json"]]) {
        const { stdout, stderr } = await commandLine.run(...command)
        expect(`${stdout}${stderr}`).not.toContain(hardPassword)
      }
    })
  },
  { startable: true },
)

test("`type` sqlite, or nothing at all, is a file in ~/.opencode", async () => {
  for (const options of [{}, { configuration: { sessionProvider: { type: "sqlite" } } }]) {
    await using commandLine = await colleague(options)
    const { checks } = await doctor(commandLine)
    expect(checksOf(checks, "store")).toBe(`ok: sqlite at ${join(commandLine.home, ".opencode", "opencode.db")}`)
  }
})
