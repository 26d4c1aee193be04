import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "./command-line.ts"

/** As for a user id that has no name, where no variable names a home either. */
const withoutHome = `import os from "node:os"
  import { syncBuiltinESMExports } from "node:module"
  const refuse = () => { throw Object.assign(new Error("uv_os_homedir"), { code: "ERR_SYSTEM_ERROR" }) }
  os.homedir = refuse
  os.userInfo = refuse
  syncBuiltinESMExports()`

test("a user without a home can use a data directory that is named", async () => {
  await using commandLine = await CommandLine.create()
  const environment = { HOME: "", XDG_CONFIG_HOME: "", OPENCODE_DATA_DIRECTORY: join(commandLine.root, "data") }
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(withoutHome)}`]
  const { status, stderr } = await finished(commandLine.start(["list", "--all-projects"], environment, preload))
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining("uv_os_homedir") })
})
