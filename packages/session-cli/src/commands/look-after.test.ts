import { mkdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

test("the statistics say how much there is, and what it takes on disk", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create()
    await store.messages.append(id, { role: "assistant", usage: { input: 1500, cost: 0.5 } })
  })
  const stats = await commandLine.json("stats")
  expect(stats).toMatchObject({ projectId: "my-app", statistics: { sessions: 1, messages: 1, usage: { cost: 0.5 } } })
  expect(stats.bytesOnDisk).toBeGreaterThanOrEqual((await stat(commandLine.databaseFile)).size)
  const { stdout } = await commandLine.run("stats")
  expect(stdout).toContain("input tokens\t1500\n")
  expect((await commandLine.run("stats", "--limit", "3")).status).toBe(2)
})

test("projects are listed whatever the folder is, and two can become one", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    await store.sessions.create()
    await store.forProject("other").sessions.create()
  })
  const { projects } = await commandLine.json("projects")
  expect(projects.map((project: { id: string }) => project.id)).toEqual(["my-app", "other"])
  expect((await commandLine.run("projects")).stdout.split("\n")[0]).toMatch(/^my-app\tmy-app\t1\t/)
  expect(await commandLine.json("projects", "merge", "other", "my-app")).toEqual({
    from: "other",
    into: "my-app",
    moved: 1,
  })
  expect((await commandLine.json("list")).sessions).toHaveLength(2)
  expect((await commandLine.run("projects", "merge", "nothing", "my-app")).status).toBe(3)
  expect((await commandLine.run("projects", "merge", "my-app", "my-app")).status).toBe(2)
})

test("an administrator sees which migrations there are before and after they run", async () => {
  await using commandLine = await CommandLine.create()
  const before = await commandLine.json("migrate", "--status")
  expect(before).toMatchObject({ applied: [], version: null })
  expect(before.pending.length).toBeGreaterThan(0)
  const { stdout } = await commandLine.run("migrate")
  expect(stdout).toContain(`applied ${before.pending[0]}\n`)
  expect(await commandLine.json("migrate", "--status")).toMatchObject({ pending: [], version: before.pending.at(-1) })
})

test("a database that belongs to another program is left alone and named", async () => {
  await using commandLine = await CommandLine.create()
  await mkdir(join(commandLine.home, ".opencode"))
  await writeFile(commandLine.databaseFile, "this is a diary, not a database. ".repeat(100))
  const migrated = await commandLine.run("migrate", "--json")
  expect(migrated.status).toBe(1)
  expect(JSON.parse(migrated.stderr).error.message).toContain(commandLine.databaseFile)
  expect(await readFile(commandLine.databaseFile, "utf8")).toContain("this is a diary")
})

test("the doctor finds a healthy store healthy", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill((store) => store.sessions.create())
  const { checks, ok } = await commandLine.json("doctor")
  expect(checks.find(({ name }: { name: string }) => name === "driver")).toMatchObject({
    status: "ok",
    message: expect.stringMatching(/^better-sqlite3, SQLite 3\.\d+\.\d+$/),
  })
  expect(ok).toBe(true)
  const names = checks.map((check: { name: string }) => check.name)
  expect(names).toEqual(expect.arrayContaining(["runtime", "project", "configuration", "store", "schema"]))
  const { stdout } = await commandLine.run("doctor")
  expect(stdout).toContain("my-app (the name of the folder)")
})

test("the doctor says what is wrong when the store cannot be opened at all", async () => {
  await using commandLine = await CommandLine.create()
  await mkdir(join(commandLine.home, ".opencode"))
  await writeFile(commandLine.databaseFile, "this is no database. ".repeat(100))
  const file = await commandLine.run("doctor")
  expect(file.status).toBe(1)
  expect(file.stdout).toMatch(/^error\tstore\t/m)
  await writeFile(join(commandLine.directory, "opencode.json"), `{"sessionProvider": {"type": 7}}`)
  const configuration = await commandLine.run("doctor", "--json")
  expect(configuration.status).toBe(1)
  const { checks, ok } = JSON.parse(configuration.stdout)
  expect(ok).toBe(false)
  expect(checks).toContainEqual(
    expect.objectContaining({
      name: "configuration",
      status: "error",
      message: expect.stringContaining("sessionProvider.type"),
    }),
  )
})

test("the server of a DSN in the environment is shown, with the variable and without its password", async () => {
  const dsn = "me:hunter2@tcp(db.example:3306)/opencode"
  await using commandLine = await CommandLine.create()
  Object.assign(commandLine.environment, { OPENCODE_SESSION_PROVIDER_TYPE: "mysql", OPENCODE_MYSQL_DSN: dsn })
  const { stdout } = await commandLine.run("config")
  expect(stdout).toContain("store\tmysql://db.example:3306/opencode\tOPENCODE_MYSQL_DSN")
  const json = await commandLine.run("config", "--json")
  expect(JSON.parse(json.stdout).store).toEqual({
    description: "mysql://db.example:3306/opencode",
    source: "OPENCODE_MYSQL_DSN",
  })
  expect(`${stdout}${json.stdout}`).not.toContain("hunter2")
})

test("a configuration that is wrong is shown all the same, with what is wrong", async () => {
  await using commandLine = await CommandLine.create()
  commandLine.environment.OPENCODE_SESSION_PROVIDER_TYPE = "mysql"
  const { status, stdout, stderr } = await commandLine.run("config")
  expect(status).toBe(0)
  expect(stdout).toContain("sessionProvider.type\tmysql\tOPENCODE_SESSION_PROVIDER_TYPE")
  expect(stderr).toContain("sessionProvider.mysql.host")
})

test("the configuration is shown with where each value comes from, and no secret in it", async () => {
  await using commandLine = await CommandLine.create()
  const path = join(commandLine.home, "opencode.json")
  const mysql = { dsn: "me:hunter2@tcp(db.example:3306)/opencode", password: "hunter2", host: "db.example" }
  await writeFile(path, JSON.stringify({ sessionProvider: { type: "mysql", mysql } }))
  const { stdout } = await commandLine.run("config")
  expect(stdout).toContain(`sessionProvider.mysql.host\tdb.example\t${path}`)
  expect(stdout).toContain("sessionProvider.mysql.password\t***")
  const json = await commandLine.run("config", "--json")
  expect(`${stdout}${json.stdout}`).not.toContain("hunter2")
  const { values } = JSON.parse(json.stdout)
  expect(values).toContainEqual({
    key: "sessionProvider.type",
    value: "mysql",
    origin: { kind: "file", scope: "global", path },
  })
  expect(values).toContainEqual(expect.objectContaining({ key: "data.directory", origin: { kind: "default" } }))
})

test("a project's own file is trusted once its user says so, and the missing one is named", async () => {
  await using commandLine = await CommandLine.create()
  await writeFile(join(commandLine.directory, "opencode.json"), `{"sessionProvider": {"type": "sqlite"}}`)
  expect((await commandLine.json("config")).files).toMatchObject([{ scope: "project", trusted: false }])
  expect((await commandLine.run("config", "trust", "opencode.json")).status).toBe(0)
  expect((await commandLine.json("config")).files).toMatchObject([{ trusted: true }])
  expect((await commandLine.run("config", "trust", "nothing.json")).status).toBe(4)
})

test("a provider that is not installed ends with exit code 4 and the command that installs it", async () => {
  await using commandLine = await CommandLine.create()
  await writeFile(join(commandLine.home, "opencode.json"), `{"sessionProvider": {"type": "@acme/sessions"}}`)
  const { status, stderr } = await commandLine.run("list", "--json")
  expect(status).toBe(4)
  expect(JSON.parse(stderr).error).toMatchObject({ code: "provider_not_found", hint: "npm install @acme/sessions" })
})

test("the options of a provider that nobody here knows are masked, whatever their keys are called; which are set is shown", async () => {
  await using commandLine = await CommandLine.create()
  const options = { host: "hunter2", pin: "hunter2", deep: { licence: ["hunter2"] }, on: true, empty: "" }
  await writeFile(
    join(commandLine.home, "opencode.json"),
    JSON.stringify({ sessionProvider: { type: "sessions-third", "sessions-third": options } }),
  )
  for (const words of [["config"], ["config", "--json"], ["doctor"], ["doctor", "--json"], ["list"]]) {
    const { stdout, stderr } = await commandLine.run(...words)
    expect(stdout + stderr).not.toContain("hunter2")
    expect(stdout + stderr).toContain("sessions-third")
  }
  const { stdout } = await commandLine.run("config")
  expect(stdout).toContain("sessionProvider.sessions-third.pin\t***")
  expect(stdout).toContain("sessionProvider.sessions-third.deep.licence\t***")
})

test("an error of a provider does not show what it was configured with", async () => {
  await using commandLine = await CommandLine.create()
  const module = join(commandLine.root, "provider.mjs")
  await writeFile(
    module,
    `import { SessionStorageError } from ${JSON.stringify(import.meta.resolve("@opencode/session-core"))}
    export const provider = { specificationVersion: "1", name: "third", publicOptions: ["host"],
      parseOptions: (options) => options, target: () => ({ description: "third", remote: false }),
      open({ host, pin }) { throw new SessionStorageError("unavailable", \`\${host} refused \${pin}\`, { hint: \`Is \${pin} right?\` }) } }`,
  )
  await writeFile(
    join(commandLine.home, "opencode.json"),
    JSON.stringify({ sessionProvider: { type: module, [module]: { host: "db.example", pin: "hunter2" } } }),
  )
  const { status, stderr } = await commandLine.run("list")
  expect(status).toBe(5)
  expect(stderr).toContain("db.example refused ***")
  expect(stderr).not.toContain("hunter2")
})
