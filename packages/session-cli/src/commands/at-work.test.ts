import { takeLease } from "@opencode/session-opencode"
import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

test("who took a session over is seen in the list, with the session, and by programs", async () => {
  await using commandLine = await CommandLine.create()
  const bob = { user: "bob", host: "desk" }
  const id = await commandLine.fill(async (store) => {
    const session = await store.sessions.create({ title: "The fault" })
    await takeLease(store, session.id, bob, { takeOver: true })
    return session.id
  })
  const list = await commandLine.run("list")
  expect(list.stdout.trimEnd().split("\t").at(-1)).toBe("bob@desk")
  expect((await commandLine.json("list")).sessions).toMatchObject([{ id, author: { user: "alice" }, atWork: bob }])
  const show = await commandLine.run("show", id)
  expect(show.stdout).toMatch(/^continued by\s+bob@desk, since \d{4}-.*, at work$/m)
  expect((await commandLine.json("show", id)).session).toMatchObject({ atWork: bob })
})
