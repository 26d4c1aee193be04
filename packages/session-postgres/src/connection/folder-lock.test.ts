import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { lockFolder } from "./folder-lock.ts"

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "folder-lock-"))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

test("a second process is kept out while the first is there: both would damage the files", async () => {
  const directory = await folder()
  await writeFile(join(directory, "opencode.lock"), `${process.ppid}\n`)
  await expect(lockFolder(directory)).rejects.toMatchObject({
    code: "busy",
    message: expect.stringContaining(directory),
  })
})

test("a folder whose process was killed is free, and so is one that was let go of", async () => {
  const directory = await folder()
  // No process has it: it is above the highest number that there is.
  await writeFile(join(directory, "opencode.lock"), "99999999\n")
  const unlock = await lockFolder(directory)
  await unlock()
  await (await lockFolder(directory))()
})
