import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

const twoSessions = (commandLine: CommandLine) =>
  commandLine.fill(async (store) => {
    const first = await store.sessions.create({ id: "ses_first", title: "First" })
    await store.messages.append(first.id, { role: "user", parts: [{ type: "text", text: "hello" }] })
    await store.sessions.create({ id: "ses_second", title: "Second" })
  })

const idsOf = async (commandLine: CommandLine, ...options: string[]): Promise<string[]> =>
  (await commandLine.json("list", ...options)).sessions.map((session: { id: string }) => session.id).sort()

test("a title that its user gave stays, also one that looks like an option", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  const { stdout, status } = await commandLine.run("rename", "ses_first", "--", "--json explained")
  expect(status).toBe(0)
  expect(stdout).toBe("Session ses_first is now called --json explained.\n")
  const { session } = await commandLine.json("rename", "ses_second", "Another")
  expect(session).toMatchObject({ title: "Another", titleSource: "user" })
  expect((await commandLine.run("rename", "ses_nothing", "Title")).status).toBe(3)
  expect((await commandLine.run("rename", "ses_first")).status).toBe(2)
})

test("what was put away is out of the list and can be brought back", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  expect((await commandLine.run("archive", "ses_first")).stdout).toBe("Archived ses_first First\n")
  expect(await idsOf(commandLine)).toEqual(["ses_second"])
  expect(await idsOf(commandLine, "--archived")).toEqual(["ses_first"])
  expect((await commandLine.json("unarchive", "ses_first")).sessions).toMatchObject([{ archivedAt: null }])
  expect(await idsOf(commandLine)).toEqual(["ses_first", "ses_second"])
  expect((await commandLine.run("archive", "ses_nothing")).status).toBe(3)
  expect((await commandLine.run("unarchive", "ses_nothing")).status).toBe(3)
})

test("whoever deletes by mistake is told how to restore, and that brings everything back", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  const deleted = await commandLine.run("delete", "ses_first", "ses_second")
  expect(deleted.status).toBe(0)
  expect(deleted.stderr).toBe("To bring back: opencode-session restore ses_first ses_second\n")
  expect(await idsOf(commandLine)).toEqual([])
  const shown = await commandLine.run("show", "ses_first")
  expect(shown.status).toBe(3)
  expect(shown.stderr).toContain("opencode-session restore ses_first")
  const { sessions } = await commandLine.json("restore", "ses_first", "ses_second")
  expect(sessions).toMatchObject([{ messageCount: 1, deletedAt: null }, { deletedAt: null }])
  expect((await commandLine.run("restore", "ses_nothing")).status).toBe(3)
})

test("one wrong name among several changes nothing", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  const { status } = await commandLine.run("delete", "ses_first", "ses_nothing")
  expect(status).toBe(3)
  expect(await idsOf(commandLine)).toEqual(["ses_first", "ses_second"])
})

test("nothing is removed for good by a script that did not say --yes", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  const refused = await commandLine.run("purge", "ses_first")
  expect(refused).toMatchObject({ status: 2, stdout: "" })
  expect(refused.stderr).toContain("--yes")
  expect(await idsOf(commandLine)).toEqual(["ses_first", "ses_second"])
  expect(await commandLine.json("purge", "ses_first", "--yes")).toEqual({ purged: ["ses_first"] })
  expect((await commandLine.run("purge", "ses_second", "--yes")).stdout).toBe("Purged ses_second\n")
  expect(await idsOf(commandLine, "--deleted")).toEqual([])
  expect((await commandLine.run("purge", "ses_first", "--yes")).status).toBe(3)
})

test("pruning takes what is old enough and its user's own, and a dry run takes nothing", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  await commandLine.run("delete", "ses_first", "ses_second")
  // The author of these sessions is alice, who does not run the tests.
  expect(await commandLine.json("prune", "--older-than", "0h")).toEqual({ sessions: [], dryRun: false })
  expect(await commandLine.json("prune", "--older-than", "1h", "--everybody")).toEqual({ sessions: [], dryRun: false })
  const dry = await commandLine.json("prune", "--older-than", "0h", "--everybody", "--dry-run")
  expect(dry.sessions.sort()).toEqual(["ses_first", "ses_second"])
  expect(await idsOf(commandLine, "--deleted")).toHaveLength(2)
  const pruned = await commandLine.run("prune", "--older-than", "0h", "--everybody")
  expect(pruned.stdout.trim().split("\n").sort()).toEqual(["Purged ses_first", "Purged ses_second"])
  expect(await idsOf(commandLine, "--deleted")).toEqual([])
  expect((await commandLine.run("prune")).status).toBe(2)
  expect((await commandLine.run("prune", "--older-than", "soon")).status).toBe(2)
})

test("a fork has all that its source has, and leaves the source alone", async () => {
  await using commandLine = await CommandLine.create()
  await twoSessions(commandLine)
  const { session } = await commandLine.json("fork", "ses_first", "--title", "Another way")
  expect(session).toMatchObject({ title: "Another way", messageCount: 1 })
  expect(session.id).not.toBe("ses_first")
  expect((await commandLine.run("fork", "ses_first")).stdout).toContain("First (fork), 1 message.")
  expect((await commandLine.json("show", "ses_first")).session.title).toBe("First")
  const missing = await commandLine.run("fork", "ses_first", "--up-to", "msg_nothing", "--json")
  expect(missing.status).toBe(3)
  expect(JSON.parse(missing.stderr).error.code).toBe("not_found")
})

test("one session goes to another project with its sub-agents' sessions, and the others stay", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: "ses_parent", title: "Parent" })
    await store.sessions.create({ id: "ses_child", title: "Child", parentId: "ses_parent" })
    await store.sessions.create({ id: "ses_stays", title: "Stays" })
    await store.projects.put({ id: "github.com/me/app", name: "app", aliases: ["old-name"], createdAt: 0 })
  })
  const before = (await commandLine.json("show", "ses_parent")).session
  const moved = await commandLine.run("move", "ses_parent", "ses_child", "--to", "old-name")
  expect(moved.status).toBe(0)
  expect(moved.stdout).toBe("Moved ses_parent Parent\nMoved ses_child Child\n")
  expect(await idsOf(commandLine)).toEqual(["ses_stays"])
  expect(await idsOf(commandLine, "--project", "github.com/me/app")).toEqual(["ses_child", "ses_parent"])
  const { session } = await commandLine.json("show", "ses_parent", "--all-projects")
  expect(session).toMatchObject({ projectId: "github.com/me/app", updatedAt: before.updatedAt })
  expect((await commandLine.run("move", "ses_stays", "--to", "typo")).stderr).toContain("typo, which is new")
  expect((await commandLine.run("move", "ses_nothing", "--to", "there")).status).toBe(3)
  expect((await commandLine.run("move", "ses_stays")).status).toBe(2)
})
