import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

const idsOf = (sessions: { id: string }[]) => sessions.map(({ id }) => id)

test("what somebody pinned comes first in their list, on every page, and once", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    for (const index of [1, 2, 3, 4, 5, 6]) {
      const id = `ses_${index}`
      await store.sessions.create({ id, title: `Session ${index}` })
      await store.sessions.update(id, { agent: "a" }, { at: Date.now() + index * 1_000 })
    }
  })
  await commandLine.run("pin", "ses_1", "ses_3")
  expect((await commandLine.run("pin", "ses_1")).stdout).toBe("Pinned ses_1 Session 1\n")
  expect(idsOf((await commandLine.json("list")).sessions)).toEqual([
    "ses_3",
    "ses_1",
    "ses_6",
    "ses_5",
    "ses_4",
    "ses_2",
  ])
  for (const limit of ["1", "2", "3", "4"]) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { sessions: { id: string }[]; nextCursor: string | null } = await commandLine.json(
        ...["list", "--limit", limit],
        ...(cursor === null ? [] : ["--cursor", cursor]),
      )
      seen.push(...idsOf(page.sessions))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(["ses_3", "ses_1", "ses_6", "ses_5", "ses_4", "ses_2"])
  }
  expect(idsOf((await commandLine.json("list", "--pinned")).sessions)).toEqual(["ses_3", "ses_1"])
  expect((await commandLine.run("list", "--pinned")).stdout).toMatch(/\tpinned\t/m)
  expect((await commandLine.run("show", "ses_3")).stdout).toMatch(/^marks\s+pinned$/m)
  await commandLine.run("unpin", "ses_1", "ses_3")
  expect(idsOf((await commandLine.json("list", "--limit", "1")).sessions)).toEqual(["ses_6"])
})

test("a tag is one's own unless it is the team's, and a session is found by it", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    for (const id of ["ses_a", "ses_b"]) await store.sessions.create({ id, title: id })
  })
  expect((await commandLine.run("tag", "ses_a", "release 2", "urgent")).stdout).toBe(
    "Tagged ses_a ses_a: release 2, urgent\n",
  )
  const { session } = await commandLine.json("tag", "ses_b", "urgent", "--team")
  expect(session.marks).toEqual([{ type: "tag", tag: "urgent", user: null }])
  expect(idsOf((await commandLine.json("list", "--tag", "urgent")).sessions).sort()).toEqual(["ses_a", "ses_b"])
  expect(idsOf((await commandLine.json("list", "--tag", "release 2")).sessions)).toEqual(["ses_a"])
  await commandLine.run("untag", "ses_b", "urgent", "--team")
  expect(idsOf((await commandLine.json("list", "--tag", "urgent")).sessions)).toEqual(["ses_a"])
  expect((await commandLine.run("tag", "ses_a")).status).toBe(2)
  expect((await commandLine.run("tag", "ses_a", "")).status).toBe(2)
  expect((await commandLine.run("pin", "ses_none")).status).toBe(3)
})

test("marks travel with an export and a copy", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill((store) => store.sessions.create({ id: "ses_a", title: "Marked" }))
  await commandLine.run("pin", "ses_a", "--team")
  await commandLine.run("tag", "ses_a", "kept")
  await commandLine.run("export", "-o", "backup.jsonl")
  const { session } = await commandLine.json("show", "ses_a")
  await commandLine.run("purge", "ses_a", "--yes")
  await commandLine.run("import", "backup.jsonl")
  expect((await commandLine.json("show", "ses_a")).session.marks).toEqual(session.marks)
  expect((await commandLine.run("copy", "--to", "copy.db")).status).toBe(0)
  expect(idsOf((await commandLine.json("list", "--tag", "kept", "--pinned")).sessions)).toEqual(["ses_a"])
})

test("a list and a search are narrowed by who, when, with what and from where", async () => {
  await using commandLine = await CommandLine.create()
  const long = Date.now() - 40 * 24 * 3_600_000
  await commandLine.fill(async (store) => {
    const model = { providerId: "acme", modelId: "large" }
    await store.sessions.create({ id: "ses_new", title: "Fix the Parser", model })
    await store.sessions.create({ id: "ses_foreign", title: "Notes", metadata: { claudeCode: { version: "2.0.1" } } })
    await store.apply(
      "ses_old",
      [
        {
          type: "session.create",
          session: {
            ...{ projectId: "my-app", title: "Old", titleSource: "user", parentId: null, directory: "", author: null },
            ...{ agent: null, model: null, todos: [], metadata: {}, archivedAt: null, createdAt: long },
            ...{ deletedAt: null, deletionId: null },
          },
        },
      ],
      { at: long },
    )
    for (const id of ["ses_new", "ses_foreign"]) {
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "a needle" }] })
      const state = { status: "completed" as const, input: {}, output: "a needle ran" }
      await store.messages.append(id, {
        role: "assistant",
        parts: [{ type: "tool", callID: "c", tool: "bash", state }],
      })
    }
  })
  const listed = async (...options: string[]) => idsOf((await commandLine.json("list", ...options)).sessions).sort()
  expect(await listed("--author", "alice")).toEqual(["ses_foreign", "ses_new"])
  expect(await listed("--author", "nobody")).toEqual([])
  expect(await listed("--since", "2w")).toEqual(["ses_foreign", "ses_new"])
  expect(await listed("--until", "30d")).toEqual(["ses_old"])
  expect(await listed("--model", "large")).toEqual(["ses_new"])
  expect(await listed("--model", "acme/large")).toEqual(["ses_new"])
  expect(await listed("--source", "claude-code")).toEqual(["ses_foreign"])
  expect(await listed("--source", "here")).toEqual(["ses_new", "ses_old"])
  expect(await listed("--title", "PARSER fix")).toEqual(["ses_new"])
  const found = async (...options: string[]) =>
    (await commandLine.json("search", "needle", ...options)).hits
      .map((hit: { session: { id: string }; partType: string }) => `${hit.session.id} ${hit.partType}`)
      .sort()
  expect(await found("--in", "tool")).toEqual(["ses_foreign tool", "ses_new tool"])
  expect(await found("--in", "tool", "--model", "large")).toEqual(["ses_new tool"])
  expect(await found("--role", "user", "--source", "Claude Code")).toEqual(["ses_foreign text"])
  expect(await found("--in", "title")).toEqual([])
  const unknown = await commandLine.run("list", "--source", "emacs")
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).toContain("claude-code")
  for (const options of [
    ["--since", "soon"],
    ["--until", "2026-02-30"],
    ["--since", "1d", "--until", "2d"],
    ["--title", " "],
  ]) {
    expect((await commandLine.run("list", ...options)).status).toBe(2)
  }
  expect((await commandLine.run("search", "needle", "--in", "title", "--role", "user")).status).toBe(2)
})
