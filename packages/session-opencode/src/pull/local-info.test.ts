import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../test/support/stores.ts"
import { placeOf } from "./local-info.ts"

test("a pulled session runs in its folder of the project, and in no folder outside, whatever the store says", async () => {
  const root = await temporaryFolder()
  const top = join(root, "widget")
  await mkdir(join(top, "packages", "web"), { recursive: true })
  await mkdir(join(root, "other"))
  const project = { id: "abc", worktree: top }
  const place = (directory: string) => placeOf({ directory }, project, top)
  expect(place("packages/web")).toEqual({
    ...{ projectID: "abc", directory: join(top, "packages/web"), path: "packages/web" },
  })
  for (const directory of ["", "gone", "../other", "packages/../../other", "../../../../etc", "..", "/etc"]) {
    expect(place(directory), directory).toEqual({ projectID: "abc", directory: top, path: "" })
  }
  // OpenCode's project of all folders outside of git.
  expect(placeOf({ directory: "packages" }, { id: "global", worktree: "/" }, top)).toEqual({
    ...{ projectID: "global", directory: join(top, "packages"), path: "" },
  })
})
