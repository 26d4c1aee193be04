import { expect, test } from "vitest"
import { CommandLine, harmful, hostileText } from "../../test/command-line.ts"

test("a script that reads the list gets one line per session, with nothing cut", async () => {
  await using commandLine = await CommandLine.create()
  const title = `A title that is longer than any terminal is wide ${"and goes on ".repeat(20)}`
  const { id } = await commandLine.fill((store) => store.sessions.create({ title }))
  const { status, stdout, stderr } = await commandLine.run("list")
  expect(status).toBe(0)
  expect(stderr).toBe("")
  const cells = stdout.trimEnd().split("\t")
  expect(cells).toEqual([
    id,
    title,
    expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    "0",
    "0",
    "0",
    "alice",
    "my-app",
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
  expect(text.stdout.split("\t")).toHaveLength(8)
  const json = await commandLine.run("list", "--json")
  expect(json.stdout).not.toMatch(harmful)
  expect(JSON.parse(json.stdout).sessions[0].title).toBe(title)
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
