import { once } from "node:events"
import { copyFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import { sampleFile } from "session-test-support/large-sample"
import { soon } from "session-test-support/soon"
import { expect, test } from "vitest"
import { CommandLine } from "./command-line.ts"

const session = "ses_dfdc781d6ffe6QefCAN16c2L61"

const addMessage = (file: string, id: string) => {
  const database = new DatabaseSync(file, { timeout: 0 })
  // Without waiting for a lock: it would fail where the import holds one.
  database
    .prepare('INSERT INTO message VALUES (?, ?, 1900000000000, 1900000000000, \'{"role":"user"}\')')
    .run(id, session)
  database.close()
}

/** A database as earlier versions have it, which kept no log of what they wrote. */
async function copyWithoutLog(file: string): Promise<void> {
  await copyFile(sampleFile, file)
  const database = new DatabaseSync(file)
  database.exec("DELETE FROM event; DELETE FROM event_sequence")
  database.close()
}

test("what is written while a source is followed comes in, also after the source was replaced, and Ctrl-C ends it with a summary", async () => {
  await using commandLine = await CommandLine.create()
  const file = join(commandLine.directory, "opencode.db")
  await copyWithoutLog(file)
  const child = commandLine.start(["import", file, "--follow", "--json"])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (what: string) => JSON.parse((await soon(what, lines.next())).value)
  expect(await next("the first import")).toMatchObject({ path: file, sessions: { created: 7 } })

  addMessage(file, "msg_while_followed")
  expect(await next("what was written")).toMatchObject({ sessions: { created: 0, updated: 1 }, messages: 1 })

  // The program starts anew, with another file under the same name.
  await rename(file, `${file}.old`)
  await copyFile(`${file}.old`, `${file}.new`)
  addMessage(`${file}.new`, "msg_after_rotation")
  await rename(`${file}.new`, file)
  expect(await next("what the new file has")).toMatchObject({ messages: 1, removed: 0 })

  child.kill("SIGINT")
  expect(await next("the summary")).toEqual({ summary: { created: 7, updated: 2, messages: 30, parts: 69 } })
  const [status] = await soon("the end of the command", once(child, "exit"))
  expect(status).toBe(0)
})

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends it cleanly: with a summary, and with whole sessions only",
  async (signal) => {
    await using commandLine = await CommandLine.create()
    const file = join(commandLine.directory, "opencode.db")
    await copyFile(sampleFile, file)
    const child = commandLine.start(["import", file, "--follow"])
    const lines = createInterface({ input: child.stdout })
    const said: string[] = []
    lines.on("line", (line) => {
      said.push(line)
      // As soon as it says anything, and once: a second signal does not wait for a clean end.
      if (said.length === 1) child.kill(signal)
    })
    const [status] = await soon("the end of the command", once(child, "exit"))
    expect(status).toBe(0)
    expect(said.at(-1)).toBe("Followed 1 source: 7 new sessions, 0 updated, 28 messages, 69 parts")
    expect((await commandLine.json("import", file)).sessions).toEqual({
      created: 0,
      updated: 0,
      unchanged: 7,
      skipped: 0,
    })
  },
)

test("a source that is not there at first is an error, and a pipe is not followed", async () => {
  await using commandLine = await CommandLine.create()
  expect((await commandLine.run("import", "nothing.db", "--follow")).status).toBe(3)
  expect((await commandLine.run("import", "-", "--follow")).status).toBe(2)
})
