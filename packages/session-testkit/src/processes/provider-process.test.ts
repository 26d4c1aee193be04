import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
import { expect, onTestFinished, test } from "vitest"
import { soon } from "../support/soon.ts"
import { entryOf, startProcess } from "./provider-process.ts"

const memory = pathToFileURL(createRequire(import.meta.url).resolve("@opencode/session-core/memory")).href

/** How another process opens a store in its memory, whose migrations fail. */
const entry = {
  module: `data:text/javascript,${encodeURIComponent(`
    import { createMemoryProvider } from ${JSON.stringify(memory)}
    export const openProvider = async () => createMemoryProvider()
    export const migrateUntil = async () => { throw new Error("The server is gone.") }
  `)}`,
  arguments: {},
}

async function started() {
  const process = await startProcess(entry)
  onTestFinished(() => process[Symbol.asyncDispose]())
  return process
}

test("a process whose migration fails says so, and no case waits for its end", async () => {
  const process = await started()
  const migrating = process.migrateUntil({ statement: 1, moment: "before" })
  await expect(soon("the failure is told", migrating)).rejects.toThrow("The server is gone.")
})

test("a process that has ended is not waited for", async () => {
  const process = await started()
  await process.open()
  await process.kill()
  await expect(soon("the failure is told", process.write("s", "w", 1))).rejects.toThrow(/ended|cannot be asked/)
})

test("several processes take several entries in turn, as the nodes of a cluster", () => {
  const entries = ["first", "second"].map((name) => ({ module: entry.module, arguments: { name } }))
  expect([0, 1, 2].map((index) => entryOf(entries, index).arguments.name)).toEqual(["first", "second", "first"])
  expect(entryOf(entry, 5)).toBe(entry)
})
