import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { connectAsAdministrator, createDatabase, describeServers } from "session-test-servers/mysql"
import { largeSample, sampleFile, sampleSessions } from "session-test-support/large-sample"
import { expect, onTestFinished, test } from "vitest"
import type { CommandLine } from "../command-line.ts"
import { byDsn, colleague } from "./support/colleague.ts"

/** What a store holds, session by session with its checksum, in the order of their ids. */
async function exported(commandLine: CommandLine): Promise<string[]> {
  const { status, stdout, stderr } = await commandLine.run("export", "--all-projects")
  expect(status, stderr).toBe(0)
  // The first line says when it was made.
  return stdout.trimEnd().split("\n").slice(1).sort()
}

describeServers("a developer's history goes to the team's server", (server) => {
  /** A developer with SQLite in force, and where the team is. */
  async function developer() {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const commandLine = await colleague({ environment: { OPENCODE_MYSQL_DSN: database.dsn() } })
    return { database, commandLine }
  }

  test("it does not hide what a colleague has there in a folder of the same name", async () => {
    const { database, commandLine: alone } = await developer()
    await using _ = alone
    await using team = await colleague(byDsn(database.dsn()))
    await team.json("import", sampleFile, "--project", "my-app")
    const { sessions } = await team.json("list")
    await alone.fill((store) => store.sessions.create({ title: "mine" }))
    await alone.json("projects", "merge", "my-app", "github.com/me/my-app")
    const { status, stdout } = await alone.run("copy", "--all-projects", "--to", "mysql", "--json")
    expect(status).toBe(6)
    expect(JSON.parse(stdout)).toMatchObject({
      sessions: { created: 1 },
      leftOutAliases: [{ projectId: "github.com/me/my-app", alias: "my-app" }],
    })
    expect(sessions).not.toEqual([])
    expect((await team.json("list")).sessions).toEqual(sessions)
  })

  // Many processes, one after the other: longer than tests usually take, where the machine is busy.
  test("killed in the middle, and again, it goes on from there, loses nothing and repeats nothing", async () => {
    const repeats = 8
    const total = sampleSessions * (repeats + 1)
    const { database, commandLine: alone } = await developer()
    await using _ = alone
    await alone.json("import", largeSample(repeats), "--project", "my-app")
    await using team = await colleague(byDsn(database.dsn()))
    await team.json("migrate")

    const connection = await connectAsAdministrator(server)
    onTestFinished(() => connection.end())
    const arrived = async () => {
      const [rows] = await connection.query(`SELECT count(*) AS count FROM \`${database.name}\`.session`)
      return (rows as { count: number }[])[0]?.count ?? 0
    }
    let before = 0
    for (const moment of [5, 15, 35]) {
      const copying = alone.start(["copy", "--to", "mysql"])
      const ended = once(copying, "exit")
      copying.stdout.resume()
      while ((await arrived()) < moment && copying.exitCode === null) await sleep(5)
      copying.kill("SIGKILL")
      // It was at work, not done.
      expect(await ended).toEqual([null, "SIGKILL"])
      const now = await arrived()
      expect(now).toBeGreaterThan(before)
      expect(now).toBeLessThan(total)
      before = now
    }

    const rest = await alone.json("copy", "--to", "mysql")
    expect(rest).toMatchObject({ problems: [], unverified: [], damaged: [] })
    expect(rest.sessions.unchanged).toBeGreaterThanOrEqual(before - 1)
    expect(rest.sessions.created + rest.sessions.updated + rest.sessions.unchanged).toBe(total)
    expect(await exported(team)).toEqual(await exported(alone))

    const again = await alone.json("copy", "--to", "mysql")
    expect(again).toMatchObject({ sessions: { created: 0, updated: 0, unchanged: total }, messages: 0, parts: 0 })
    expect(again.verified).toHaveLength(total)
    for (const { checksum } of again.verified) expect(checksum.target).toBe(checksum.source)
  })

  test("what was written since is sent the next time, and the way back is the same", async () => {
    const { database, commandLine: alone } = await developer()
    await using _ = alone
    await alone.json("import", sampleFile, "--project", "my-app")
    // By URL: what is configured is not asked.
    const target = database.dsn().replace(/^(.*)@tcp\((.*)\)\/(\w+).*$/, "mysql://$1@$2/$3")
    expect((await alone.json("copy", "--to", target)).sessions.created).toBe(sampleSessions)
    await alone.json("rename", "last", "Another title")
    await alone.json("fork", "last", "--title", "Another way")
    expect((await alone.json("copy", "--to", target)).sessions).toEqual({
      ...{ created: 1, updated: 1 },
      unchanged: sampleSessions - 1,
    })
    await using team = await colleague(byDsn(database.dsn()))
    expect(await exported(team)).toEqual(await exported(alone))
    await using other = await colleague({})
    await team.json("copy", "--all-projects", "--to", other.databaseFile)
    expect(await exported(other)).toEqual(await exported(alone))
  })
})
