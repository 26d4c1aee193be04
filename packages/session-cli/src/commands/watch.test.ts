import { createInterface } from "node:readline"
import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

/** Writes until the watcher has printed a line: nobody knows when it is ready, and what came before it does not count. */
async function firstLine(commandLine: CommandLine, commandArguments: string[], id: string) {
  const child = commandLine.start(commandArguments)
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = lines.next()
  let line: string | undefined
  void next.then(({ value }) => {
    line = value
  })
  await using store = await commandLine.store()
  for (let count = 0; line === undefined; count += 1) {
    if (child.exitCode !== null) throw new Error(`The watcher ended with ${child.exitCode}.`)
    await store.sessions.rename(id, `Title ${count}`)
    await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  child.kill("SIGINT")
  return { line, status: await closed }
}

test("whoever watches a project sees what others change, and Ctrl-C ends it", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await commandLine.fill((store) => store.sessions.create())
  const { line, status } = await firstLine(commandLine, ["watch"], id)
  expect(line.split("\t")).toEqual([
    expect.any(String),
    "changed",
    expect.any(String),
    id,
    expect.stringMatching(/^Title/),
  ])
  expect(status).toBe(130)
})

test("whoever watches a session gets each change as a line of JSON", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await commandLine.fill((store) => store.sessions.create())
  const { line, status } = await firstLine(commandLine, ["watch", id, "--json"], id)
  expect(JSON.parse(line)).toMatchObject({ type: "session", session: { id } })
  expect(status).toBe(130)
})

test("a session that is not there cannot be watched: exit code 3, not silence", async () => {
  await using commandLine = await CommandLine.create()
  expect((await commandLine.run("watch", "ses_nothing")).status).toBe(3)
})
