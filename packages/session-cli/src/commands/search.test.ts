import { expect, test } from "vitest"
import { CommandLine, harmful, hostileText } from "../../test/command-line.ts"

test("what was said long ago is found again, with the session it stands in", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await commandLine.fill(async (store) => {
    const session = await store.sessions.create({ title: "Numbers" })
    await store.messages.append(session.id, {
      role: "user",
      parts: [{ type: "text", text: `The tokenizer drops the last digit. ${hostileText}` }],
    })
    return session
  })
  const text = await commandLine.run("search", "LAST", "tokenizer")
  expect(text.status).toBe(0)
  expect(text.stdout).not.toMatch(harmful)
  expect(text.stdout.replace(/\n$/, "").split("\t")).toEqual([
    id,
    expect.any(String),
    expect.any(String),
    "text",
    expect.stringContaining("drops the last digit"),
    "",
  ])
  const { hits, nextCursor } = await commandLine.json("search", "tokenizer")
  expect(hits).toMatchObject([{ session: { id }, partType: "text" }])
  expect(nextCursor).toBeNull()
})

test("a search without a result is no failure; one for nothing is", async () => {
  await using commandLine = await CommandLine.create()
  expect(await commandLine.run("search", "nowhere")).toMatchObject({
    status: 0,
    stdout: "",
    stderr: "Nothing was found.\n",
  })
  expect((await commandLine.run("search", " ")).status).toBe(2)
  expect((await commandLine.run("search")).status).toBe(2)
})
