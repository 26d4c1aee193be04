import { createInterface } from "node:readline"
import { soon } from "session-test-support/soon"
import { expect, onTestFinished, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

/** How often a change is made, and what starting the command takes of that on a busy machine. */
const pauseMilliseconds = 50
const mostChanges = 600

/** Writes until the watcher has printed a line: nobody knows when it is ready, and what came before it does not count. */
async function firstLine(commandLine: CommandLine, commandArguments: string[], id: string) {
  const child = commandLine.start(commandArguments)
  onTestFinished(() => void child.kill("SIGKILL"))
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
    if (count === mostChanges) throw new Error(`After ${count} changes the watcher had printed none of them.`)
    await store.sessions.rename(id, `Title ${count}`)
    await Promise.race([next, new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))])
  }
  child.kill("SIGINT")
  return { line, status: await soon("Ctrl-C ends the watcher", closed) }
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
  const ended = commandLine.run("watch", "ses_nothing")
  expect((await soon("the command ends", ended, 30_000)).status).toBe(3)
})
