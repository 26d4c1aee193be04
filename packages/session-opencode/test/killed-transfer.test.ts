import { spawn } from "node:child_process"
import { once } from "node:events"
import type { SessionStore } from "@opencode/session-core"
import { copyStore } from "@opencode/session-core/transfer"
import { bundleProgram } from "session-test-support/bundle-program"
import { largeSample, sampleSessions } from "session-test-support/large-sample"
import { expect, test } from "vitest"
import { importSource } from "../src/index.ts"
import { openSqliteStore, temporaryFolder } from "./support/stores.ts"

const script = await bundleProgram(new URL("./processes/transfer.ts", import.meta.url))
const repeats = 60

/** Starts the transfer and kills it when it has reported progress so often. Returns whether it was still at work. */
async function killAfter(steps: number, ...arguments_: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...arguments_], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = once(child, "exit")
  let seen = 0
  child.stdout.on("data", (dots: Buffer) => {
    seen += dots.length
    if (seen >= steps) child.kill("SIGKILL")
  })
  const [, signal] = await ended
  return signal === "SIGKILL"
}

async function contentOf(store: SessionStore) {
  const found = new Map<string, unknown>()
  for (const state of ["active", "archived", "deleted"] as const) {
    for await (const session of store.sessions.all({ state })) {
      const messages = []
      if (state !== "deleted") for await (const message of store.messages.all(session.id)) messages.push(message)
      found.set(session.id, { session, messages })
    }
  }
  return found
}

// Many processes, one after the other: longer than tests usually take, where the machine is busy.
test("an import and a copy that are killed again and again lose nothing and repeat nothing", async () => {
  const file = largeSample(repeats)
  const folder = await temporaryFolder()
  const moments = [1, 50, 120, 200]
  let killed = 0
  for (const steps of moments) if (await killAfter(steps, "import", file, folder)) killed += 1
  expect(killed).toBeGreaterThan(1)
  const store = await openSqliteStore(folder)
  expect((await store.sessions.list()).sessions.length).toBeGreaterThan(0)
  const report = await importSource(store, file, { directory: folder, project: "widget" })
  const whole = await openSqliteStore()
  await importSource(whole, file, { directory: folder, project: "widget" })
  expect(report.sessions.created).toBeLessThan(sampleSessions * (repeats + 1))
  const [found, expected] = [await contentOf(store), await contentOf(whole)]
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
  for (const [id, content] of found) expect(content).toEqual(expected.get(id))

  const copyFolder = await temporaryFolder()
  let killedCopies = 0
  for (const steps of moments) if (await killAfter(steps, "copy", folder, copyFolder)) killedCopies += 1
  expect(killedCopies).toBeGreaterThan(1)
  const copy = await openSqliteStore(copyFolder)
  const copied = await copyStore(store, copy)
  expect(copied).toMatchObject({ problems: [], unverified: [] })
  expect(copied.sessions.created).toBeLessThan(sampleSessions * (repeats + 1))
  expect(await contentOf(copy)).toEqual(await contentOf(store))
})
