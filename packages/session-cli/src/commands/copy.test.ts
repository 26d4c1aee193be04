import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

test("a copy has all that its source has, and running it again sends only what is new", async () => {
  await using commandLine = await CommandLine.create()
  const session = await commandLine.fill(async (store) => {
    const created = await store.sessions.create({ title: "To be kept" })
    await store.messages.append(created.id, { role: "user", parts: [{ type: "text", text: "hello" }] })
    await store.forProject("other").sessions.create({ title: "Of another project" })
    return created
  })
  const folder = join(commandLine.root, "backup")
  const first = await commandLine.run("copy", "--to", `${folder}/`)
  expect(first.status).toBe(0)
  expect(first.stdout).toContain("1 new, 0 updated, 0 unchanged")
  expect(first.stdout).toContain("1 session verified")
  const again = await commandLine.json("copy", "--to", join(folder, "opencode.db"))
  expect(again.sessions).toEqual({ created: 0, updated: 0, unchanged: 1 })
  const [{ sessionId, checksum }] = again.verified
  expect(sessionId).toBe(session.id)
  expect(checksum).toEqual({ source: expect.stringMatching(/^[0-9a-f]{64}$/), target: checksum.source })
  const copied = await commandLine.json("--data-directory", folder, "show", session.id)
  expect(copied).toEqual(await commandLine.json("show", session.id))
  const all = await commandLine.json("copy", "--all-projects", "--to", `sqlite:${join(folder, "opencode.db")}`)
  expect(all.sessions).toEqual({ created: 1, updated: 0, unchanged: 1 })
})

test("a session that went on in both places is not overwritten, and exit code 6 tells", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await commandLine.fill((store) => store.sessions.create({ title: "Both" }))
  const target = join(commandLine.root, "target")
  await commandLine.json("copy", "--to", `${target}/`)
  await commandLine.json("rename", id, "Here")
  await commandLine.json("--data-directory", target, "rename", id, "There")
  const { status, stdout } = await commandLine.run("copy", "--to", `${target}/`, "--json")
  expect(status).toBe(6)
  expect(JSON.parse(stdout).problems).toMatchObject([{ sessionId: id, code: "conflict" }])
  expect((await commandLine.json("--data-directory", target, "show", id)).session.title).toBe("There")
})

test("a copy onto itself and one to nowhere are refused", async () => {
  await using commandLine = await CommandLine.create()
  const itself = await commandLine.run("copy", "--to", "sqlite")
  expect(itself.status).toBe(2)
  expect(itself.stderr).toContain("where the sessions are already")
  expect((await commandLine.run("copy")).status).toBe(2)
})
