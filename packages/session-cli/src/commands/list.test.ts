import { expect, test } from "vitest"
import { CommandLine, harmful, hostileText } from "../../test/command-line.ts"

test("a script that reads the list gets one line per session, with nothing cut", async () => {
  await using commandLine = await CommandLine.create()
  const title = `A title that is longer than any terminal is wide ${"and goes on ".repeat(20)}`
  const { id } = await commandLine.fill((store) => store.sessions.create({ title }))
  const { status, stdout, stderr } = await commandLine.run("list")
  expect(status).toBe(0)
  expect(stderr).toBe("")
  const cells = stdout.replace(/\n$/, "").split("\t")
  expect(cells).toEqual([
    id,
    title,
    expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    "0",
    "0",
    "0",
    "alice",
    "my-app",
    "",
    "",
    "alice@laptop",
  ])
})

test("whoever goes on with a cursor sees every session once", async () => {
  await using commandLine = await CommandLine.create()
  const ids = await commandLine.fill(async (store) => {
    const sessions = []
    for (let count = 0; count < 5; count += 1) sessions.push(await store.sessions.create({ title: `Session ${count}` }))
    return sessions.map((session) => session.id)
  })
  const first = await commandLine.json("list", "--limit", "3")
  const second = await commandLine.json("list", "--limit", "3", "--cursor", first.nextCursor)
  expect(second.nextCursor).toBeNull()
  expect([...first.sessions, ...second.sessions].map((session) => session.id).sort()).toEqual(ids.sort())
  const text = await commandLine.run("list", "--limit", "3")
  expect(text.stdout.trimEnd().split("\n")).toHaveLength(3)
  expect(text.stderr).toContain(`--cursor ${first.nextCursor}`)
})

test("sub-agents, archived and deleted sessions can be found, each where one looks for them", async () => {
  await using commandLine = await CommandLine.create()
  const sessions = await commandLine.fill(async (store) => {
    const parent = await store.sessions.create({ title: "Parent" })
    const child = await store.sessions.create({ title: "Child", parentId: parent.id })
    const archived = await store.sessions.create({ title: "Archived" })
    await store.sessions.archive(archived.id)
    const deleted = await store.sessions.create({ title: "Deleted" })
    await store.sessions.delete(deleted.id)
    return { parent, child }
  })
  const titles = async (...options: string[]) =>
    (await commandLine.json("list", ...options)).sessions.map((session: { title: string }) => session.title)
  expect((await titles()).sort()).toEqual(["Child", "Parent"])
  expect(await titles("--top-level")).toEqual(["Parent"])
  expect(await titles("--parent", sessions.parent.id)).toEqual(["Child"])
  expect(await titles("--archived")).toEqual(["Archived"])
  expect(await titles("--deleted")).toEqual(["Deleted"])
})

test("a title cannot take over the terminal, nor break the lines that a script reads", async () => {
  await using commandLine = await CommandLine.create()
  const { title } = await commandLine.fill((store) => store.sessions.create({ title: hostileText }))
  const text = await commandLine.run("list")
  expect(text.stdout).not.toMatch(harmful)
  expect(text.stdout.split("\n")).toHaveLength(2)
  expect(text.stdout.split("\t")).toHaveLength(11)
  const json = await commandLine.run("list", "--json")
  expect(json.stdout).not.toMatch(harmful)
  expect(JSON.parse(json.stdout).sessions[0].title).toBe(title)
})

test("the sessions of one folder of a monorepo are found without those of the others", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    for (const [index, directory] of [
      "packages/web",
      "packages/api",
      "packages/web/src",
      "packages/website",
      "",
    ].entries()) {
      const { id } = await store.sessions.create({ id: `ses_${index}`, title: directory, directory })
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "a needle" }] })
    }
  })
  const idsOf = (sessions: { id: string }[]) => sessions.map(({ id }) => id).sort()
  const listed = async (...options: string[]) => idsOf((await commandLine.json("list", ...options)).sessions)
  expect(await listed("--folder", "packages/web")).toEqual(["ses_0", "ses_2"])
  expect(await listed("--folder", "packages/web/", "--all-projects")).toEqual(["ses_0", "ses_2"])
  expect(await listed("--folder", "./packages/api")).toEqual(["ses_1"])
  expect(await listed("--folder", ".")).toHaveLength(5)
  const first = await commandLine.json("list", "--folder", "packages/web", "--limit", "1")
  const second = await commandLine.json(
    "list",
    "--folder",
    "packages/web",
    "--limit",
    "1",
    "--cursor",
    first.nextCursor,
  )
  expect(idsOf([...first.sessions, ...second.sessions])).toEqual(["ses_0", "ses_2"])
  const found = async (...options: string[]) => {
    const { hits } = await commandLine.json("search", "needle", ...options)
    return idsOf(hits.map(({ session }: { session: { id: string } }) => session))
  }
  expect(await found("--folder", "packages/web")).toEqual(["ses_0", "ses_2"])
  const hit = await commandLine.json("search", "needle", "--folder", "packages/web", "--limit", "1")
  expect(await found("--folder", "packages/web", "--limit", "1", "--cursor", hit.nextCursor)).toHaveLength(1)
  const nothing = await commandLine.run("list", "--folder", "packages/none")
  expect(nothing.stderr).toContain("in the folder packages/none")
  expect((await commandLine.run("list", "--folder", "")).status).toBe(2)
})

test("list, show and search say which program wrote a session", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const metadata = { opencode: { version: "2.0.7" } }
    await store.sessions.create({ id: "ses_imported", title: "Imported", metadata })
    await store.sessions.create({ id: "ses_own", title: "Own" })
  })
  const origin = { program: "OpenCode", version: "2.0.7" }
  const { sessions } = await commandLine.json("list")
  expect(Object.fromEntries(sessions.map((each: { id: string; origin: unknown }) => [each.id, each.origin]))).toEqual({
    ses_imported: origin,
    ses_own: null,
  })
  expect((await commandLine.run("list")).stdout).toMatch(/^ses_imported\t.*\tOpenCode 2\t\talice@laptop$/m)
  expect((await commandLine.run("show", "ses_imported")).stdout).toMatch(/^from\s+OpenCode 2\.0\.7$/m)
  expect((await commandLine.run("show", "ses_own")).stdout).not.toMatch(/^from/m)
  expect((await commandLine.json("show", "ses_imported")).session.origin).toEqual(origin)
  expect((await commandLine.run("search", "imported")).stdout.trimEnd().split("\t").at(-1)).toBe("OpenCode 2")
  expect((await commandLine.json("search", "imported")).hits[0].session.origin).toEqual(origin)
})

test("wrong limits and foreign cursors are refused with exit code 2", async () => {
  await using commandLine = await CommandLine.create()
  for (const options of [
    ["--limit", "0"],
    ["--limit", "many"],
    ["--cursor", "nonsense"],
    ["--archived", "--deleted"],
  ]) {
    const { status, stderr } = await commandLine.run("list", ...options, "--json")
    expect(status).toBe(2)
    expect(JSON.parse(stderr).error.message).not.toBe("")
  }
})
