import { differences } from "session-test-opencode/differences"
import { FakeModel } from "session-test-opencode/fake-model"
import { OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { readOpenCodeRows } from "session-test-opencode/opencode-rows"
import { test } from "session-test-opencode/opencode-test"
import { playScenario } from "session-test-opencode/scenario"
import { expect } from "vitest"
import { CommandLine } from "../command-line.ts"

test("of all that people do with OpenCode, an import loses nothing, and a second one finds nothing to write", async () => {
  await using model = await FakeModel.start()
  await using commandLine = await CommandLine.create()
  const { home, directory } = commandLine
  await using machine = await OpenCodeMachine.create({ model, home, directory })
  const { reverted, archived, deleted, failed, aborted, compacted } = await playScenario(machine, model)
  const rows = readOpenCodeRows(machine.databaseFile)
  const has = (column: string) => rows.sessions.filter((row) => row[column] !== undefined).map(({ id }) => id)
  expect(has("revert")).toEqual([reverted])
  expect(has("time_archived")).toEqual([archived])
  expect(rows.sessions.map(({ id }) => id)).not.toContain(deleted)
  const messagesOf = (id: string) => JSON.stringify(rows.messages.filter(({ session_id }) => session_id === id))
  expect(messagesOf(failed)).toContain("The model is not for you.")
  expect(messagesOf(aborted)).toContain("MessageAbortedError")
  expect(JSON.stringify(rows.parts.filter(({ session_id }) => session_id === compacted))).toContain("compaction")

  const report = await commandLine.json("import")
  expect(report).toMatchObject({ damaged: [], skipped: [], sessions: { created: rows.sessions.length } })
  await using store = await commandLine.store({ allProjects: true })
  expect(await differences(rows, store)).toEqual([])
  const again = await commandLine.json("import")
  expect(again).toMatchObject({ messages: 0, parts: 0, removed: 0, sessions: { created: 0, updated: 0 } })
})
