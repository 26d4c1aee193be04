import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { writeWholeFile } from "./write-whole-file.ts"

let folder = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "opencode-session-"))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* pieces(before?: () => void) {
  yield "Grüße\n"
  before?.()
  yield "end\n"
}

test("an export is there as a whole, for its user alone, and its size is told", async () => {
  const file = join(folder, "out.jsonl")
  const told: number[] = []
  const options = { signal: new AbortController().signal, onProgress: (bytes: number) => told.push(bytes) }
  expect(await writeWholeFile(file, pieces(), options)).toBe(12)
  expect(told).toEqual([8, 12])
  expect(await readFile(file, "utf8")).toBe("Grüße\nend\n")
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test("an export that is interrupted leaves the former one, and nothing beside it", async () => {
  const file = join(folder, "out.jsonl")
  await writeFile(file, "the former one")
  const controller = new AbortController()
  const reason = new Error("Ctrl-C")
  const options = { signal: controller.signal, onProgress: () => {} }
  await expect(
    writeWholeFile(
      file,
      pieces(() => controller.abort(reason)),
      options,
    ),
  ).rejects.toBe(reason)
  expect(await readFile(file, "utf8")).toBe("the former one")
  expect(await readdir(folder)).toEqual(["out.jsonl"])
})

test("a folder that is not there is named", async () => {
  const file = join(folder, "nowhere", "out.jsonl")
  const options = { signal: new AbortController().signal, onProgress: () => {} }
  await expect(writeWholeFile(file, pieces(), options)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining(file),
  })
})
