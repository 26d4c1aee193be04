import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { bundleProgram } from "session-test-support/bundle-program"
import { expect, it } from "vitest"
import { openStore } from "./open-store.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** After how many messages of 100 KB: while the log is short, is copied by the thread, by the writer, and begins anew. */
const killedAfter = [3, 42, 44, 81, 161, 175]

it("a writer that is killed at any moment loses nothing that was stored, whatever was copied then", async () => {
  const file = join(temporaryFolder(), "opencode.db")
  const program = await bundleProgram(new URL("./write-much.ts", import.meta.url))
  const stored: string[] = []
  for (const count of killedAfter) stored.push(...(await writeUntilKilled(program, file, count)))
  const { store, provider } = await openStore(file)
  const ids: string[] = []
  for await (const { id, parts } of store.messages.all("s")) if (parts.length === 1) ids.push(id)
  expect(stored.filter((id) => !ids.includes(id))).toEqual([])
  const { checks } = await provider.check()
  expect(checks.filter(({ status }) => status === "error")).toEqual([])
})

/** What the writer had said to be stored. */
async function writeUntilKilled(program: string, file: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, file, "100000"], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = once(child, "exit")
  const ids: string[] = []
  for await (const id of createInterface({ input: child.stdout })) {
    ids.push(id)
    if (ids.length === count) child.kill("SIGKILL")
  }
  await ended
  return ids
}
