import { execFileSync } from "node:child_process"
import { lstat, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { writeThrough } from "./write-through.ts"

test("Ctrl-C ends the wait for a pipe's reader, which nobody may ever be", async () => {
  const folder = await mkdtemp(join(tmpdir(), "opencode-session-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, "pipe")
  execFileSync("mkfifo", [path])
  async function* pieces() {
    yield "content"
  }
  const controller = new AbortController()
  const options = { signal: controller.signal, onProgress: () => {} }
  const running = writeThrough({ kind: "pipe", path }, pieces(), options)
  controller.abort()
  await expect(running).rejects.toMatchObject({ name: "AbortError" })
  expect((await lstat(path)).isFIFO()).toBe(true)
})
