import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { openStore } from "../test/open-store.ts"
import { isRoot, nobody, runScript } from "../test/run-script.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** A folder that the process of the test may use: an ordinary user's, since root is stopped by nothing. */
function ordinaryFolder(): string {
  const folder = temporaryFolder()
  if (isRoot) chownSync(folder, nobody, nobody)
  return folder
}
const open = (file: string) => runScript("open-and-leave.ts", [file], isRoot ? nobody : undefined)

describe.skipIf(process.platform === "win32")("invariant 15: nobody else reads the sessions", () => {
  it("a new folder is 0700, the file and its side files are 0600", async () => {
    const folder = join(temporaryFolder(), "new", "deeper")
    const file = join(folder, "opencode.db")
    const { store } = await openStore(file)
    await store.sessions.create()
    expect([modeOf(folder), modeOf(file), modeOf(`${file}-wal`), modeOf(`${file}-shm`)]).toEqual([
      "700",
      "600",
      "600",
      "600",
    ])
  })

  it("the permissions of a folder and a file that were there are left as they are, and the check mentions them", async () => {
    const folder = temporaryFolder()
    const file = join(folder, "opencode.db")
    writeFileSync(file, "")
    chmodSync(file, 0o644)
    chmodSync(folder, 0o755)
    const { provider } = await openStore(file)
    expect([modeOf(folder), modeOf(file)]).toEqual(["755", "644"])
    const { checks } = await provider.check()
    expect(checks.filter(({ status }) => status === "warning").map(({ name }) => name)).toEqual(["file", "folder"])
  })
})

describe.skipIf(process.platform === "win32")("a file that may not be used", () => {
  it("a file without permission to write is read-only, and the error names it", async () => {
    const folder = ordinaryFolder()
    const file = join(folder, "opencode.db")
    expect((await open(file)).output).toBe("written")
    chmodSync(file, 0o400)
    const { output } = await open(file)
    expect(output).toMatch(/^(read_only|access_denied): /)
    expect(output).toContain(file)
  })

  it("a folder without permission to write is refused, and the error names the file", async () => {
    const folder = ordinaryFolder()
    chmodSync(folder, 0o500)
    const { output } = await open(join(folder, "opencode.db"))
    expect(output).toMatch(/^access_denied: /)
    expect(output).toContain(folder)
  })

  it.skipIf(process.platform !== "linux")(
    "a folder that cannot be made is refused at once, and does not keep the program for ever",
    async () => {
      const file = "/proc/opencode/deeper/opencode.db"
      const { output } = await open(file)
      expect(output).toMatch(/^access_denied: /)
      expect(output).toContain(file)
    },
  )

  it("a folder that is a file is refused, and the error names it", async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, "not-a-folder"), "")
    const file = join(folder, "not-a-folder", "opencode.db")
    await expect(openStore(file)).rejects.toMatchObject({
      code: "access_denied",
      message: expect.stringContaining(file),
    })
  })

  it("a file that is a folder is refused, and the error names it", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    mkdirSync(file)
    await expect(openStore(file)).rejects.toMatchObject({
      code: "access_denied",
      message: expect.stringContaining(file),
    })
  })
})
