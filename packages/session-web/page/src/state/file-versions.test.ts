import { expect, test } from "vitest"
import type { FileVersion } from "../api/types.ts"
import { lastChange } from "../content/last-change.ts"
import { readAllVersions } from "./file-versions.ts"

const version = (number: number): FileVersion => ({
  sessionId: "s",
  path: "a.txt",
  version: number,
  content: `${number}\n`,
  createdAt: 0,
  revision: number,
})

test("a file with more versions than a page has is compared in all of them", async () => {
  const pages: Record<string, { files: FileVersion[]; nextCursor: string | null }> = {
    first: { files: [version(1), version(2)], nextCursor: "second" },
    second: { files: [version(3)], nextCursor: null },
  }
  const all = await readAllVersions("s", "a.txt", async (_id, _path, cursor) => {
    const page = pages[cursor ?? "first"]
    if (page === undefined) throw new Error(`There is no page ${cursor}.`)
    return page
  })
  expect(all.map(({ version }) => version)).toEqual([1, 2, 3])
})

test("the last change of a file is what is shown first, and its content when it has only one version", () => {
  expect(lastChange(3)).toEqual({ left: 1, right: 2 })
  expect(lastChange(1)).toEqual({ left: 0, right: 0 })
})
